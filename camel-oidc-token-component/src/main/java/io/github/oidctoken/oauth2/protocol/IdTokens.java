package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges ID tokens (OpenID Connect Core 1.0 section 3.1.3.7): signature, issuer, audience, times, nonce and access token hash. Thread-safe. */
public final class IdTokens {

    /** By how much the clocks of the server and of this node may differ. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private static final String ISSUED_AT = "iat";

    private final JwtSignatures signatures;
    private final TimeSource time;

    public IdTokens(JwtSignatures signatures, TimeSource time) {
        this.signatures = signatures;
        this.time = time;
    }

    /** What became of an ID token. */
    public sealed interface Outcome {
        /** It is right, and this is what it says; who has signed in is in {@code sub}. */
        record Valid(Map<String, Object> claims) implements Outcome {

            public String subject() {
                return String.valueOf(claims.get("sub"));
            }

            /** Claims are about a person: only their names are shown. */
            @Override
            public String toString() {
                return "Valid" + claims.keySet();
            }
        }

        /** It is not; the reason follows the words "the ID token" and holds no part of it that could be secret. */
        record Invalid(String reason, @Nullable Throwable cause) implements Outcome {}
    }

    /**
     * Judges the ID token that came with an access token. Blocks while keys are fetched.
     *
     * @param server with its issuer and {@code jwks_uri}
     * @param nonce of the authorization request; absent when whoever made that has kept it
     */
    public Outcome judge(
            Secret idToken,
            Secret accessToken,
            ClientRegistration client,
            ProviderMetadata server,
            @Nullable Secret nonce) {
        URI jwksUri = server.jwksUri();
        if (jwksUri == null) {
            return new Outcome.Invalid(
                    "cannot be judged without the server's keys: set " + client.option("jwksUri"), null);
        }
        JwtSignatures.Outcome outcome =
                signatures.verify(idToken.value(), JwtSignatures.ALGORITHMS, jwksUri, client.allowInsecure());
        if (outcome instanceof JwtSignatures.Outcome.Refused refused) {
            return new Outcome.Invalid(refused.reason(), null);
        }
        if (outcome instanceof JwtSignatures.Outcome.KeysUnavailable unavailable) {
            return new Outcome.Invalid("cannot be judged: " + unavailable.reason(), unavailable.cause());
        }
        JwtSignatures.Outcome.Verified verified = (JwtSignatures.Outcome.Verified) outcome;
        Map<String, Object> claims = verified.claims();
        String problem = problem(claims, client.clientId(), server.issuer(), nonce);
        if (problem == null && client.grant() instanceof Grant.AuthorizationCode grant && grant.maxAge() != null) {
            problem = tooOld(instant(claims.get("auth_time")), grant.maxAge());
        }
        if (problem == null && claims.get("at_hash") instanceof String hash) {
            String algorithm = String.valueOf(verified.header().get("alg"));
            problem = hash.equals(hash(accessToken, algorithm)) ? null : "belongs to another access token (at_hash)";
        }
        return problem == null ? new Outcome.Valid(claims) : new Outcome.Invalid(problem, null);
    }

    private @Nullable String problem(
            Map<String, Object> claims, String clientId, @Nullable URI issuer, @Nullable Secret nonce) {
        if (issuer == null || !issuer.toString().equals(claims.get("iss"))) {
            return "is of another issuer: '" + shown(claims.get("iss")) + "'";
        }
        List<?> audience = claims.get("aud") instanceof List<?> list ? list : Arrays.asList(claims.get("aud"));
        if (!audience.contains(clientId)) {
            return "is for another client: '" + shown(claims.get("aud")) + "'";
        }
        Object party = claims.get("azp");
        if (party == null ? audience.size() > 1 : !party.equals(clientId)) {
            return "was issued to another client: azp is '" + shown(party) + "'";
        }
        Instant now = time.now();
        Instant end = instant(claims.get("exp"));
        Instant issued = instant(claims.get(ISSUED_AT));
        if (end == null || !now.isBefore(end.plus(TOLERANCE))) {
            return "has expired, or does not say when it does: exp is " + end + ", the clock here shows " + now;
        }
        if (issued == null || issued.isAfter(now.plus(TOLERANCE))) {
            return "was issued in the future, or does not say when: iat is " + issued + ", the clock here shows " + now;
        }
        if (nonce != null
                && !(claims.get("nonce") instanceof String sent
                        && Secret.of(sent).equals(nonce))) {
            return "answers another sign-in: its nonce is not the one that was sent";
        }
        return claims.get("sub") instanceof String subject && !subject.isBlank() ? null : "does not say who signed in";
    }

    private @Nullable String tooOld(@Nullable Instant authenticated, Duration maxAge) {
        if (authenticated == null) {
            return "does not say when the person proved who it is (auth_time), although max_age was asked for";
        }
        return authenticated.plus(maxAge).plus(TOLERANCE).isBefore(time.now())
                ? "is about a person who proved who it is at " + authenticated + ", longer ago than max_age allows"
                : null;
    }

    private static @Nullable Instant instant(@Nullable Object seconds) {
        return seconds instanceof Number number ? Instant.ofEpochSecond(number.longValue()) : null;
    }

    /** The left half of the access token's hash, by the hash of the signature's algorithm. */
    private static String hash(Secret accessToken, String algorithm) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-" + algorithm.substring(2))
                    .digest(accessToken.value().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, all.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-2", e);
        }
    }

    private static String shown(@Nullable Object claim) {
        return Objects.requireNonNullElse(ServerText.clean(String.valueOf(claim), List.of()), "");
    }
}
