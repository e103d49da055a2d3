package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin REST API of one realm, called with the token of one client. Blocks. Thread-safe. */
final class AdminCalls {

    static final int UNAUTHORIZED = 401;
    static final int NOT_FOUND = 404;
    static final int NOT_IMPLEMENTED = 501;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 200;

    private final Transport transport;
    private final ClientRegistration client;
    private final TokenSource tokens;
    private final AdminRealm realm;

    AdminCalls(Transport transport, ClientRegistration client, TokenSource tokens, AdminRealm realm) {
        this.transport = transport;
        this.client = client;
        this.tokens = tokens;
        this.realm = realm;
    }

    AdminRealm realm() {
        return realm;
    }

    JsonNode get(String path) {
        return body(send("GET", path, null));
    }

    /** Absent when the server answers 404. */
    @Nullable
    JsonNode find(String path) {
        try {
            return get(path);
        } catch (KeycloakAdminException e) {
            if (e.status() == NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    JsonNode post(String path, Object body) {
        return body(send("POST", path, body));
    }

    JsonNode put(String path, @Nullable Object body) {
        return body(send("PUT", path, body));
    }

    /** What is gone already is no failure. */
    void delete(String path) {
        try {
            send("DELETE", path, null);
        } catch (KeycloakAdminException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    /** A value as a query parameter carries it. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    KeycloakAdminException failure(String message) {
        return new KeycloakAdminException(client.name(), message, 0, null);
    }

    private TransportResponse send(String method, String path, @Nullable Object body) {
        AccessToken token = tokens.get();
        TransportResponse answer = send(method, path, body, token);
        if (answer.status() == UNAUTHORIZED) {
            answer = send(method, path, body, renewed(token));
        }
        if (answer.status() >= 300) {
            throw refused(method, path, answer);
        }
        return answer;
    }

    /** The token of an administrator may live no longer than a minute. */
    private AccessToken renewed(AccessToken rejected) {
        tokens.invalidate(rejected);
        return tokens.get();
    }

    private TransportResponse send(String method, String path, @Nullable Object body, AccessToken token) {
        TransportRequest request = new TransportRequest(
                URI.create(realm.uri() + path),
                Map.of("Accept", "application/json", "Authorization", token.headerValue()),
                null,
                Connection.ANY,
                client.renewal().readLimit(),
                client.allowInsecure(),
                new TransportRequest.Json(method, body == null ? null : text(body)));
        try {
            return transport.send(request);
        } catch (TransportException e) {
            throw new KeycloakAdminException(
                    client.name(),
                    method + " " + shown(path) + " got no answer: " + e.getMessage()
                            + ". Run the operation again: what is done already is found and left as it is.",
                    0,
                    e);
        }
    }

    private KeycloakAdminException refused(String method, String path, TransportResponse answer) {
        return new KeycloakAdminException(
                client.name(),
                method + " " + shown(path) + " was refused: " + answer.status() + said(answer) + ". "
                        + advice(answer.status()),
                answer.status(),
                null);
    }

    private String advice(int status) {
        return switch (status) {
            case 401 -> "Keycloak does not accept the token of this client for realm '" + realm.name() + "'.";
            case 403 ->
                "Give '" + client.clientId() + "' the roles manage-clients and manage-authorization of the client '"
                        + realm.managementClient() + "', or use an administrator's client.";
            case 404 ->
                "Check the realm '" + realm.name() + "' (" + client.option("realm")
                        + " or the endpoint option adminRealm) and that what it names exists.";
            case 409 -> "Something of that name exists already.";
            case 501 ->
                "This server has no fine-grained admin permissions: use exchangeVersion=v2, or start Keycloak with"
                        + " --features=token-exchange:v1,admin-fine-grained-authz:v1.";
            default -> "Look into the log of Keycloak.";
        };
    }

    private static String said(TransportResponse answer) {
        JsonNode json = read(answer);
        String text = json.path("errorMessage")
                .asText(json.path("error_description").asText(json.path("error").asText("")));
        String clean = text.replaceAll("[^ -~]", " ");
        return clean.isBlank() ? "" : ", " + (clean.length() > SHOWN ? clean.substring(0, SHOWN) : clean);
    }

    private String shown(String path) {
        int query = path.indexOf('?');
        return realm.uri().getPath() + (query < 0 ? path : path.substring(0, query));
    }

    private JsonNode body(TransportResponse answer) {
        String location = answer.header("Location").orElse("");
        if (answer.body().length == 0 && !location.isEmpty()) {
            return JSON.createObjectNode().put("id", location.substring(location.lastIndexOf('/') + 1));
        }
        return read(answer);
    }

    private static JsonNode read(TransportResponse answer) {
        try {
            return answer.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body cannot be written as JSON: " + e.getOriginalMessage());
        }
    }
}
