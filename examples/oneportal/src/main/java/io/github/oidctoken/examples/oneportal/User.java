package io.github.oidctoken.examples.oneportal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Plays a user of the service: a program that logs in and calls the API with what it got. */
final class User {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final HttpClient http = HttpClient.newHttpClient();

    User(int port) {
        this.service = URI.create("http://127.0.0.1:" + port);
    }

    HttpResponse<String> logIn(String name, String password) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve("/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("username", name, "password", password)))));
    }

    HttpResponse<String> orders(String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve("/orders")).header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> ordersWithoutToken() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(service.resolve("/orders")));
    }

    /** What a login answered. */
    static JsonNode answer(HttpResponse<String> login) throws JsonProcessingException {
        return JSON.readTree(login.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
