package io.github.oidctoken.testkit.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's administrator, for what tests change while the server runs (Keycloak's admin REST API). Each call logs in anew.
 * Thread-safe.
 *
 * <p>Every method throws {@link IllegalStateException} when the server answers an error.
 */
public final class KeycloakAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final KeycloakServer server;

    KeycloakAdmin(KeycloakServer server) {
        this.server = server;
    }

    /** A bearer token of the administrator of all realms; it lives for 60 seconds. */
    public String accessToken() {
        TokenRequest request = new TokenRequest.Builder(
                        server.tokenEndpoint("master"),
                        new ClientID("admin-cli"),
                        new ResourceOwnerPasswordCredentialsGrant(
                                KeycloakDistribution.ADMIN, new Secret(KeycloakDistribution.ADMIN_PASSWORD)))
                .build();
        try {
            return JSON.readTree(request.toHTTPRequest().send().getBody())
                    .required("access_token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a realm; {@code resource} is an absolute class path resource with its representation in JSON. */
    public void importRealm(String resource) {
        RealmFile realm = RealmFile.fromResource(resource);
        send("POST", "", HttpRequest.BodyPublishers.ofString(realm.json()));
    }

    public void deleteRealm(String realm) {
        send("DELETE", "/" + encode(realm), HttpRequest.BodyPublishers.noBody());
    }

    /** Ends all sessions of a user: their refresh tokens answer {@code invalid_grant} "Session not active" from now on. */
    public void logOut(String realm, String username) {
        send("POST", userPath(realm, username) + "/logout", HttpRequest.BodyPublishers.noBody());
    }

    /** The ids of a user's sessions. */
    public List<String> sessions(String realm, String username) {
        JsonNode found = send("GET", userPath(realm, username) + "/sessions", HttpRequest.BodyPublishers.noBody());
        return found.findValuesAsText("id");
    }

    /** Forgets the events of a realm, and records those of these types from now on; refreshes are not recorded unless they are named. */
    public void recordEvents(String realm, List<String> types) {
        String events = "/" + encode(realm) + "/events";
        send("DELETE", events, HttpRequest.BodyPublishers.noBody());
        String config = JSON.createObjectNode()
                .put("eventsEnabled", true)
                .<ObjectNode>set("enabledEventTypes", JSON.valueToTree(types))
                .toString();
        send("PUT", events + "/config", HttpRequest.BodyPublishers.ofString(config));
    }

    /** The recorded events of a type, the newest first, at most 100 of them: each one's error, or an empty text. */
    public List<String> events(String realm, String type) {
        JsonNode found =
                send("GET", "/" + encode(realm) + "/events?type=" + encode(type), HttpRequest.BodyPublishers.noBody());
        List<String> errors = new ArrayList<>();
        found.forEach(event -> errors.add(event.path("error").asText("")));
        return errors;
    }

    public void disableUser(String realm, String username) {
        changeUser(realm, username, "{\"enabled\":false}");
    }

    public void enableUser(String realm, String username) {
        changeUser(realm, username, "{\"enabled\":true}");
    }

    private void changeUser(String realm, String username, String change) {
        send("PUT", userPath(realm, username), HttpRequest.BodyPublishers.ofString(change));
    }

    private String userPath(String realm, String username) {
        String users = "/" + encode(realm) + "/users";
        JsonNode found =
                send("GET", users + "?exact=true&username=" + encode(username), HttpRequest.BodyPublishers.noBody());
        if (found.size() != 1) {
            throw new IllegalStateException("Realm " + realm + " has no user " + username);
        }
        return users + "/" + found.get(0).required("id").asText();
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/admin/realms" + path))
                .header("Authorization", "Bearer " + accessToken())
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + request.uri() + " answered " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while calling Keycloak", e);
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
