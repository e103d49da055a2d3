package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client for the tests of this package: it sends what it is told and reads JSON. */
final class WireClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer as it came. */
    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String text(String member) {
            return json().path(member).asText();
        }

        String error() {
            return status() + " " + text("error") + ": " + text("error_description");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("Not JSON, status " + status(), e);
            }
        }
    }

    static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    static String basic(String clientId, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(UTF_8));
    }

    Reply post(URI uri, @Nullable String authorization, Map<String, String> fields) throws Exception {
        return send(form(uri, authorization, encode(fields)));
    }

    Reply postRaw(URI uri, @Nullable String authorization, String body) throws Exception {
        return send(form(uri, authorization, body));
    }

    CompletableFuture<Reply> postAsync(URI uri, @Nullable String authorization, Map<String, String> fields) {
        return http.sendAsync(form(uri, authorization, encode(fields)), BodyHandlers.ofString())
                .thenApply(Reply::new);
    }

    Reply get(URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    Reply send(HttpRequest request) throws IOException, InterruptedException {
        return new Reply(http.send(request, BodyHandlers.ofString()));
    }

    private static HttpRequest form(URI uri, @Nullable String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return authorization == null
                ? request.build()
                : request.header("Authorization", authorization).build();
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
