package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells which client sent a request (RFC 6749 section 2.3): {@code client_secret_basic} with both parts form-encoded,
 * {@code client_secret_post}, or {@code none} for a public client; never two of them at once. Immutable.
 */
final class ClientAuthenticator {

    private static final String BAD_CREDENTIALS = "Invalid client or Invalid client credentials";

    private final Map<String, RegisteredClient> clients;

    ClientAuthenticator(Map<String, RegisteredClient> clients) {
        this.clients = new ConcurrentHashMap<>(clients);
    }

    /** What a request says about its client; the text form leaves out the secret. */
    record Credentials(
            String method, String clientId, @Nullable String secret) {
        @Override
        public String toString() {
            return "Credentials[" + method + ", " + clientId + "]";
        }
    }

    /** Accepts another secret of a client from now on, and no longer the old one. */
    void changeSecret(String clientId, String secret) {
        clients.put(clientId, new RegisteredClient(clientId, secret));
    }

    /** The client of a request, or an {@link OAuthRefusal}. */
    RegisteredClient authenticate(@Nullable String authorization, FormBody form) {
        Credentials credentials =
                credentials(authorization, form).orElseThrow(() -> refused("invalid_client", BAD_CREDENTIALS));
        RegisteredClient client = clients.get(credentials.clientId());
        if (client == null) {
            throw refused("invalid_client", BAD_CREDENTIALS);
        }
        if (!same(client.secret(), credentials.secret())) {
            throw refused("unauthorized_client", BAD_CREDENTIALS);
        }
        return client;
    }

    /** What the request says, unchecked; empty when it names no client. */
    Optional<Credentials> credentials(@Nullable String authorization, FormBody form) {
        if (authorization != null) {
            return Optional.of(basic(authorization, form));
        }
        String secret = form.fields().get("client_secret");
        String method = secret == null ? "none" : "client_secret_post";
        return form.get("client_id").map(clientId -> new Credentials(method, clientId, secret));
    }

    private static Credentials basic(String authorization, FormBody form) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            throw refused("invalid_client", BAD_CREDENTIALS);
        }
        if (form.get("client_secret").isPresent()) {
            throw OAuthRefusal.invalidRequest("More than one way of client authentication");
        }
        Credentials credentials =
                decode(authorization.substring("basic ".length()).strip());
        if (form.get("client_id")
                .filter(id -> !id.equals(credentials.clientId()))
                .isPresent()) {
            throw refused("unauthorized_client", BAD_CREDENTIALS);
        }
        return credentials;
    }

    private static Credentials decode(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), UTF_8);
            int colon = pair.indexOf(':');
            if (colon >= 0) {
                String clientId = URLDecoder.decode(pair.substring(0, colon), UTF_8);
                return new Credentials(
                        "client_secret_basic", clientId, URLDecoder.decode(pair.substring(colon + 1), UTF_8));
            }
        } catch (IllegalArgumentException badEncoding) {
            // answered below, like a missing colon
        }
        throw new OAuthRefusal(400, "unauthorized_client", "Unexpected error when authenticating client");
    }

    private static boolean same(@Nullable String expected, @Nullable String presented) {
        if (expected == null || presented == null) {
            return expected == null && presented == null;
        }
        return MessageDigest.isEqual(expected.getBytes(UTF_8), presented.getBytes(UTF_8));
    }

    private static OAuthRefusal refused(String error, String description) {
        return new OAuthRefusal(401, error, description);
    }
}
