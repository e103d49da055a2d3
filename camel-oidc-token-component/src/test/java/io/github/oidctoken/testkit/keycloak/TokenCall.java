package io.github.oidctoken.testkit.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** One answer of a token endpoint, asked with plain HTTP so that the tests do not trust the code they test. */
record TokenCall(int status, JsonNode body) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Client authentication by HTTP Basic, each part form-encoded (RFC 6749 section 2.3.1). */
    static TokenCall basic(URI endpoint, IfsRealm.Client client, Map<String, String> form) {
        String credentials = encode(client.id()) + ":" + encode(client.secret());
        String header = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(endpoint).header("Authorization", header), form);
    }

    static TokenCall anonymous(URI endpoint, Map<String, String> form) {
        return send(HttpRequest.newBuilder(endpoint), form);
    }

    static Map<String, String> password(IfsRealm.User user) {
        return Map.of(
                "grant_type", "password", "username", user.name(), "password", user.password(), "scope", "openid");
    }

    static Map<String, String> refresh(TokenCall earlier) {
        return Map.of("grant_type", "refresh_token", "refresh_token", earlier.text("refresh_token"));
    }

    String text(String member) {
        return body.path(member).asText();
    }

    /** {@code exp - iat}; the member {@code expires_in} is a second less when a second ends before the answer is written. */
    Duration lifetimeOf(String token) {
        try {
            JWTClaimsSet claims = JWTParser.parse(text(token)).getJWTClaimsSet();
            return Duration.between(
                    claims.getIssueTime().toInstant(),
                    claims.getExpirationTime().toInstant());
        } catch (ParseException e) {
            throw new AssertionError(token + " is not a JWT", e);
        }
    }

    private static TokenCall send(HttpRequest.Builder request, Map<String, String> form) {
        String encoded = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        try {
            HttpResponse<String> response = HTTP.send(
                    request.header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(encoded))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new TokenCall(response.statusCode(), new ObjectMapper().readTree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("The token endpoint did not answer", e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
