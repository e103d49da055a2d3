package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Asks an authorization server about every token (RFC 7662), for a protected API in another JVM than the server's. Remembers
 * nothing. Thread-safe. An answer other than 200 or none within 10 s is an {@link UncheckedIOException}.
 */
public final class IntrospectingVerifier implements AccessTokenVerifier {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final String authorization;
    private final HttpClient http = HttpClient.newHttpClient();

    /** A verifier that authenticates as this confidential client with {@code client_secret_basic}. */
    public IntrospectingVerifier(URI endpoint, String clientId, String clientSecret) {
        String pair = URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(clientSecret, UTF_8);
        this.endpoint = endpoint;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    @Override
    public Optional<String> verify(String accessToken) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + URLEncoder.encode(accessToken, UTF_8)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("Introspection at " + endpoint + " answered " + response.statusCode());
            }
            JsonNode answer = JSON.readTree(response.body());
            return answer.path("active").asBoolean()
                    ? Optional.of(answer.path("sub").asText())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + endpoint, e);
        }
    }
}
