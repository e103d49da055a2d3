package io.github.oidctoken.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ResponseMode;
import io.github.oidctoken.oauth2.protocol.AuthorizationRequest;
import io.github.oidctoken.oauth2.renewal.SignInAttempt;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.SealedText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The cookies by which a browser keeps the sign-ins that it was sent off with, one for each: sealed, so that only our nodes can read them, and out of reach of
 * scripts and other sites. Thread-safe.
 */
final class SignInCookies {

    static final Duration LONGEST = Duration.ofMinutes(10);

    /** By how much the clocks of two nodes may differ. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SealedText seal;
    private final TimeSource time;

    SignInCookies(EncryptionKeys keys, TimeSource time) {
        this.seal = new SealedText(keys, "oidc-token sign-in cookie");
        this.time = time;
    }

    /**
     * What a browser keeps.
     *
     * @param returnTo where it goes afterwards; absent when nobody has said
     * @param onPage whether the attempt was begun on the connect page, where nobody comes whom its guard does not let in
     */
    record Kept(SignInAttempt attempt, @Nullable String returnTo, boolean onPage) {

        static Kept byPage(SignInAttempt attempt) {
            return new Kept(attempt, null, true);
        }

        static Kept byRoute(SignInAttempt attempt, @Nullable String returnTo) {
            return new Kept(attempt, returnTo, false);
        }
    }

    /** Has the browser keep an attempt. */
    void keep(Message message, ClientRegistration client, Kept kept) {
        SignInAttempt attempt = kept.attempt();
        ObjectNode node = MAPPER.createObjectNode()
                .put("client", attempt.client())
                .put("principal", attempt.principal())
                .put("state", attempt.request().state().value())
                .put("nonce", attempt.request().nonce().value())
                .put("verifier", attempt.request().codeVerifier().value())
                .put("startedAt", attempt.startedAt().getEpochSecond());
        if (kept.returnTo() != null) {
            node.put("returnTo", kept.returnTo());
        }
        if (kept.onPage()) {
            node.put("onPage", true);
        }
        set(message, client, attempt.request().state(), seal.seal(node.toString()), LONGEST);
    }

    /** Has the browser forget an attempt. */
    void forget(Message message, ClientRegistration client, Secret state) {
        set(message, client, state, "", Duration.ZERO);
    }

    /** The attempt that the browser kept for that state; empty if it brings none, or one that is too old or not ours. */
    Optional<Kept> find(Message message, ClientRegistration client, Secret state) {
        String prefix = name(client, state) + "=";
        return ResponseHeaders.values(message, "Cookie").stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream())
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(prefix))
                .map(cookie -> seal.open(unquoted(cookie.substring(prefix.length()))))
                .flatMap(Optional::stream)
                .map(SignInCookies::read)
                .flatMap(Optional::stream)
                .filter(kept -> kept.attempt().client().equals(client.name()) && isYoung(kept.attempt()))
                .filter(kept -> kept.attempt().request().state().equals(state))
                .findFirst();
    }

    /** RFC 6265 section 4.1.1 allows quotes, and Java's own cookie store adds them. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private boolean isYoung(SignInAttempt attempt) {
        Instant now = time.now();
        return !attempt.startedAt().isAfter(now.plus(TOLERANCE))
                && !attempt.startedAt().plus(LONGEST).isBefore(now);
    }

    private static Optional<Kept> read(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            AuthorizationRequest request =
                    new AuthorizationRequest(secret(node, "state"), secret(node, "nonce"), secret(node, "verifier"));
            SignInAttempt attempt = new SignInAttempt(
                    node.path("client").asText(),
                    node.path("principal").asText(),
                    request,
                    Instant.ofEpochSecond(node.path("startedAt").asLong()));
            JsonNode returnTo = node.get("returnTo");
            return Optional.of(new Kept(
                    attempt,
                    returnTo == null ? null : returnTo.asText(),
                    node.path("onPage").asBoolean()));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Secret secret(JsonNode node, String name) {
        return Secret.of(node.path(name).asText());
    }

    private static void set(Message message, ClientRegistration client, Secret state, String value, Duration age) {
        ResponseHeaders.add(
                message,
                "Set-Cookie",
                name(client, state) + "=" + value + "; Path=/; Max-Age=" + age.toSeconds() + "; HttpOnly"
                        + site(client));
    }

    /** A form is posted by the server's page, so that browsers count our own cookie among those of other sites. They accept that on loopback addresses too. */
    private static String site(ClientRegistration client) {
        return grant(client).responseMode() == ResponseMode.FORM_POST
                ? "; SameSite=None; Secure"
                : isSecure(client) ? "; SameSite=Lax; Secure" : "; SameSite=Lax";
    }

    /** Tabs of one browser may sign in at the same time. Browsers take the prefix only from this very host, by https. */
    private static String name(ClientRegistration client, Secret state) {
        return (isSecure(client) ? "__Host-" : "") + "oidc-token-" + client.name() + "-" + state.shortFingerprint();
    }

    private static boolean isSecure(ClientRegistration client) {
        return "https".equalsIgnoreCase(grant(client).redirectUri().getScheme());
    }

    private static Grant.AuthorizationCode grant(ClientRegistration client) {
        return (Grant.AuthorizationCode) client.grant();
    }
}
