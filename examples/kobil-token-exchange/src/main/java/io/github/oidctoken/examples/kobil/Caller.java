package io.github.oidctoken.examples.kobil;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Plays the application in front: it has a token of the source client and calls our routes with it. */
final class Caller {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    /** Gets a token of a client, for the client itself. */
    Caller(URI tokenEndpoint, String clientId, String secret) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tokenEndpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret))
                .build();
        String answer = http.send(request, BodyHandlers.ofString()).body();
        this.token =
                new ObjectMapper().readTree(answer).required("access_token").asText();
    }

    HttpResponse<String> call(URI address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
