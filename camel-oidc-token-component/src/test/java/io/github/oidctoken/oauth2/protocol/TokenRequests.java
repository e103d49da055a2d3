package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One token request of a test, from the client's options to the form that left and the outcome that came. */
final class TokenRequests {

    static final URI URI_OF_TOKEN_ENDPOINT = URI.create("https://id.example.com/token");

    private final ScriptedTransport transport = new ScriptedTransport();
    private final TokenEndpoint endpoint = new TokenEndpoint(transport, new FakeTime());

    /** Options of a confidential client for client_credentials, changed by pairs of option and value; "" removes one. */
    static ClientRegistration client(Object... changes) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", URI_OF_TOKEN_ENDPOINT.toString(),
                "clientId", "esb",
                "clientSecret", "s3cret-of-esb"));
        for (int i = 0; i < changes.length; i += 2) {
            options.put((String) changes[i], changes[i + 1]);
        }
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    static TokenRequest refresh(String refreshToken) {
        return new TokenRequest.ByRefreshToken(Secret.of(refreshToken), List.of());
    }

    /** Runs the client's own grant against this answer. */
    TokenOutcome outcome(int status, String body, String... headers) {
        transport.then(request -> answer(status, body, headers));
        return request(client());
    }

    TokenOutcome request(ClientRegistration client) {
        return request(
                client,
                new TokenRequest.ByGrant(client.grant(), client.request().scopes()));
    }

    TokenOutcome request(ClientRegistration client, TokenRequest request) {
        return endpoint.request(client, URI_OF_TOKEN_ENDPOINT, request);
    }

    ScriptedTransport transport() {
        return transport;
    }

    /** An answer; header names and values alternate. */
    static TransportResponse answer(int status, String body, String... headers) {
        Map<String, List<String>> fields = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], List.of(headers[i + 1]));
        }
        return new TransportResponse(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the client sends for its own grant. */
    static TransportRequest sent(ClientRegistration client) {
        return sent(
                client,
                new TokenRequest.ByGrant(client.grant(), client.request().scopes()));
    }

    static TransportRequest sent(ClientRegistration client, TokenRequest request) {
        TokenRequests requests = new TokenRequests();
        requests.transport.thenJson(200, "{\"access_token\":\"t\"}");
        requests.request(client, request);
        return requests.transport.requests().get(0);
    }

    /** The fields of a form, decoded, every value in its order. */
    static Map<String, List<String>> form(TransportRequest request) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String field : String.valueOf(request.form()).split("&", -1)) {
            String[] parts = field.split("=", 2);
            fields.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>()).add(decoded(parts[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
