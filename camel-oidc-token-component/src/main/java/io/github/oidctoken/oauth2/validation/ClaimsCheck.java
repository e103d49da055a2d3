package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Holds what is said of a token against what the client expects: RFC 9068 section 4 for a JWT, RFC 7662 section 4 for an answer of the server. Every method
 * throws {@link TokenInvalidException} when it does not fit.
 */
final class ClaimsCheck {

    /** Header types of an access token; servers that do not follow RFC 9068 say JWT or nothing. */
    private static final Set<String> ACCESS_TOKEN_TYPES = Set.of("at+jwt", "application/at+jwt", "jwt");

    private static final Set<String> ACCESS_TOKEN_USES = Set.of("bearer", "dpop", "access", "access_token");

    private final ClientRegistration client;
    private final Claims claims;
    private final Instant now;

    ClaimsCheck(ClientRegistration client, Map<String, Object> claims, TimeSource time) {
        this.client = client;
        this.claims = new Claims(claims);
        this.now = time.now();
    }

    /** Not an ID token, refresh token or logout token: those are signed by the same keys, and an ID token is even for this client. */
    void accessToken(Map<String, Object> header) {
        Object type = header.get("typ");
        if (type != null && !ACCESS_TOKEN_TYPES.contains(type.toString().toLowerCase(Locale.ROOT))) {
            throw notAnAccessToken();
        }
        for (String name : List.of("typ", "token_use")) {
            String use = claims.text(name);
            if (use != null && !ACCESS_TOKEN_USES.contains(use.toLowerCase(Locale.ROOT))) {
                throw notAnAccessToken();
            }
        }
        if (claims.has("at_hash") || claims.has("c_hash") || claims.has("events")) {
            throw notAnAccessToken();
        }
    }

    private TokenInvalidException notAnAccessToken() {
        return invalid("the token is signed by the server, but is no access token", "");
    }

    void issuer() {
        URI expected = client.provider().issuer();
        if (expected != null && !expected.toString().equals(claims.text("iss"))) {
            throw invalid(
                    "the token is from another issuer",
                    "Expected is " + expected + "; correct " + client.option("issuer") + " if the server calls itself"
                            + " otherwise.");
        }
    }

    /** As {@link #issuer}, where the claim may be missing. */
    void issuerIfNamed() {
        if (claims.has("iss")) {
            issuer();
        }
    }

    void audience() {
        String expected = expectedAudience();
        if (!claims.audiences().contains(expected)) {
            throw invalid(
                    "the token is not for this audience",
                    "Its aud does not name '" + expected + "'. Have the server add it, or set "
                            + client.option("audience") + " to what it does name if that means this application.");
        }
    }

    /** As {@link #audience}, where a server that names no audience is believed unless one was configured. */
    void audienceIfNamed() {
        if (claims.has("aud") || client.request().audience() != null) {
            audience();
        }
    }

    /** A token must say when it ends, and must not have. */
    void time() {
        if (claims.time("exp").isEmpty()) {
            throw invalid("the token does not say when it ends", "");
        }
        timeIfNamed();
    }

    /** As {@link #time}, where the claim may be missing. */
    void timeIfNamed() {
        Duration skew = client.validation().clockSkew();
        claims.time("exp").filter(end -> !now.isBefore(end.plus(skew))).ifPresent(end -> {
            throw invalid("the token has expired", "It ended at " + end + ", and here it is " + now + ".");
        });
        claims.time("nbf").filter(start -> now.isBefore(start.minus(skew))).ifPresent(start -> {
            throw invalid(
                    "the token is not valid yet",
                    "It begins at " + start + ", and here it is " + now + ". If the clocks differ, correct them or set "
                            + client.option("clockSkew") + ".");
        });
    }

    void scopes(TokenRequirements requirements) {
        if (!claims.scopes().containsAll(requirements.scopes())) {
            throw new TokenInvalidException(
                    client.name(),
                    Problem.INSUFFICIENT_SCOPE,
                    "the token lacks a scope of: " + String.join(" ", requirements.scopes()),
                    "");
        }
    }

    /** Whether the token itself says that it has not ended, and is for others only. */
    boolean freshForOthers() {
        return claims.time("exp").filter(now::isBefore).isPresent()
                && !claims.audiences().contains(client.clientId());
    }

    private String expectedAudience() {
        String configured = client.request().audience();
        return configured == null ? client.clientId() : configured;
    }

    private TokenInvalidException invalid(String reason, String advice) {
        return new TokenInvalidException(client.name(), Problem.INVALID_TOKEN, reason, advice);
    }
}
