package io.github.oidctoken.examples.fabric;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Plays a person with a browser of their own, and the page of {@code static/app.js} in it. */
final class Person {

    private final URI application;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    Person(int port) {
        this.application = URI.create("http://localhost:" + port);
    }

    /** Opens a page and goes wherever it leads. */
    HttpResponse<String> open(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = get(application.resolve(path));
        while (page.statusCode() == 302) {
            page = get(location(page));
        }
        return page;
    }

    /** Signs in as the page does: asks fabric for a code itself and hands it to the back end. */
    HttpResponse<String> signInOnThePage(URI authorizationUrl, String clientId)
            throws IOException, InterruptedException {
        CodeVerifier verifier = new CodeVerifier();
        HttpResponse<String> answer = get(URI.create(authorizationUrl
                + "?response_type=code&state=of-the-page&client_id="
                + clientId + "&redirect_uri=" + application + "/&code_challenge_method=S256&code_challenge="
                + CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue()));
        Map<String, String> parameters = Arrays.stream(
                        location(answer).getRawQuery().split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        return handOver(parameters.getOrDefault("code", ""), verifier.getValue());
    }

    /** Hands a code to the back end. */
    HttpResponse<String> handOver(String code, String verifier) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(application.resolve("/bff/login"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"code\": \"" + code + "\", \"code_verifier\": \"" + verifier + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI location(HttpResponse<String> answer) {
        return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
    }
}
