package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.UnverifiedName;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenSet;
import io.github.oidctoken.oauth2.token.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to why it stands with a token as it does, for people and for monitors: texts, numbers and truth values only, times in ISO-8601. It is given no
 * token, so it can show none. Not thread-safe.
 */
final class Explanation {

    private final ClientRegistration client;
    private final TokenState token;
    private final Instant now;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private String more = "";

    /** @param now by this node's wall clock */
    Explanation(ClientRegistration client, String principal, String node, TokenState token, Instant now) {
        this.client = client;
        this.token = token;
        this.now = now;
        put(members, "client", client.name());
        put(members, "principal", principal);
        put(members, "grant", client.grant().grantType());
        put(members, "node", node);
        Freshness freshness = token.freshness();
        put(members, "state", freshness == null ? "none" : freshness.name().toLowerCase(Locale.ROOT));
        put(members, "fingerprint", token.fingerprint());
        put(members, "origin", origin());
        put(members, "obtainedAt", token.obtainedAt());
        put(members, "staleAt", token.staleAt());
        put(members, "expiresAt", token.expiresAt());
        put(members, "renewalInFlight", token.renewing());
        put(members, "failuresInARow", token.failures());
        put(members, "lastError", token.lastFailure());
        put(members, "nextAttemptAt", token.nextAttemptAt());
    }

    /** The repository could not be asked for the session. */
    void unreadable(String reason) {
        put(members, "repositoryProblem", reason);
        more = " The repository cannot be read: " + reason + ".";
    }

    /**
     * What the repository knows of the session.
     *
     * @param serverNow in server time
     * @param kept absent when this node does not keep the session alive
     */
    void session(SessionDocument session, Instant serverNow, boolean unsavedRotation, @Nullable KeptSession kept) {
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean begun = session.generation() > 0;
        boolean ended = session.status() != SessionDocument.Status.ACTIVE;
        put(shown, "status", begun || ended ? session.status().name().toLowerCase(Locale.ROOT) : "none");
        put(shown, "reason", session.reason());
        if (begun) {
            put(shown, "signedInAt", session.signedInAt());
            put(shown, "subject", session.subject());
            put(
                    shown,
                    "signedInAs",
                    session.idToken() == null
                            ? null
                            : UnverifiedName.of(session.idToken()).orElse(null));
            put(shown, "generation", session.generation());
            put(shown, "renewedAt", session.renewedAt());
            put(shown, "renewedBy", session.renewedBy());
            put(shown, "refreshExpiresAt", session.refreshExpiresAt());
        }
        Intent intent = session.intent();
        put(shown, "renewalAnnouncedBy", intent == null ? null : named(intent.node()));
        put(shown, "presentationsWithUnknownOutcome", session.unknownPresentations());
        put(shown, "unsavedRotation", unsavedRotation);
        put(shown, "keptAlive", kept != null);
        Instant expiring = kept == null ? null : kept.expiring();
        if (kept != null) {
            put(shown, "refreshTokenExpiring", expiring != null);
            put(shown, "keepAliveLooksAt", kept.nextLook());
        }
        members.put("session", shown);
        if (ended) {
            String why = session.reason();
            more = " The session has ended" + (why == null ? "" : " (" + why + ")")
                    + "; a person, or a new refresh token, must start another.";
        } else if (unsavedRotation) {
            more = " The repository has not stored the newest refresh token yet; this node goes on trying.";
        } else if (intent != null) {
            more = " Node " + named(intent.node()) + " has announced a renewal of the session.";
        } else if (expiring != null) {
            more = " The session ends at " + expiring + ", and renewing it does not put that off any more.";
        } else if (begun) {
            more = " Node " + named(session.renewedBy()) + " renewed the session " + ago(session.renewedAt(), serverNow)
                    + ".";
        }
    }

    /** All of it, the plain sentences last. */
    Map<String, Object> members() {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("explanation", sentence() + more);
        return all;
    }

    private String sentence() {
        String name = "Token " + token.fingerprint();
        Freshness freshness = token.freshness();
        if (freshness == null) {
            return "There is no token"
                    + (token.renewing() ? ": one is being fetched." : failures(": nobody has asked for one yet."));
        }
        return switch (freshness) {
            case FRESH ->
                name + " is fresh: got by " + origin() + " " + ago(token.obtainedAt(), now) + ", valid until "
                        + token.expiresAt() + ".";
            case STALE ->
                name + " is stale but good until " + token.expiresAt()
                        + (token.renewing() ? "; its renewal is under way." : failures("; its next use renews it."));
            case EXPIRED ->
                name + " ended " + ago(token.expiresAt(), now)
                        + (token.renewing()
                                ? "; another is being fetched."
                                : failures("; its next use fetches another."));
        };
    }

    private String failures(String otherwise) {
        if (token.failures() == 0) {
            return otherwise;
        }
        return ", and " + (token.failures() == 1 ? "the last attempt" : "the last " + token.failures() + " attempts")
                + " to get one failed: " + token.lastFailure();
    }

    private @Nullable String origin() {
        TokenSet.Origin origin = token.origin();
        if (origin == null) {
            return null;
        }
        return switch (origin) {
            case GRANT -> client.grant().grantType();
            case REFRESH -> "refresh_token";
            case ADOPTED -> "adoption from the repository";
        };
    }

    private static String named(@Nullable String node) {
        return node == null ? "unknown" : node;
    }

    private static String ago(@Nullable Instant then, Instant now) {
        long seconds =
                then == null ? 0 : Math.max(0, Duration.between(then, now).toSeconds());
        return seconds < 120
                ? seconds + " s ago"
                : seconds < 7200 ? seconds / 60 + " min ago" : seconds / 3600 + " h ago";
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value instanceof Instant instant ? instant.toString() : value);
        }
    }
}
