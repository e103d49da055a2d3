package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.github.oidctoken.oauth2.protocol.JsonWebKeys.KeysUnavailableException;
import java.net.URI;
import java.text.ParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a JWT (RFC 7519) was signed by the keys of a JWK set, and what it says. Whether what it says is right (issuer, audience, time) is for the
 * caller to judge.
 *
 * <p>Keys come from the JWK set alone: {@code jku}, {@code jwk}, {@code x5u} and {@code x5c} of a token are never looked at. Thread-safe.
 */
public final class JwtSignatures {

    /** The signature algorithms that are accepted unless told otherwise: asymmetric ones of RFC 7518. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private static final int LONGEST = 64 * 1024;

    private final JsonWebKeys keys;

    public JwtSignatures(JsonWebKeys keys) {
        this.keys = keys;
    }

    /** What became of a JWT. */
    public sealed interface Outcome {
        /**
         * The signature is right.
         *
         * @param header the {@code alg}, {@code kid}, {@code typ} and further members of the header
         * @param claims as the JSON says: text, numbers, truth values, lists and maps
         */
        record Verified(Map<String, Object> header, Map<String, Object> claims) implements Outcome {}

        /** The token is no JWT of ours; the reason follows the words "the token". It never holds the token or a part of it. */
        record Refused(String reason) implements Outcome {}

        /** The signature cannot be judged: there are no keys. Nothing is said about the token. */
        record KeysUnavailable(String reason, @Nullable Throwable cause) implements Outcome {}
    }

    /**
     * Verifies a compact JWT. Blocks while keys are fetched, five seconds at most.
     *
     * @param algorithms those accepted, of {@link #ALGORITHMS}; {@code none} and HMAC never are
     * @param jwksUri where the server publishes its keys
     */
    public Outcome verify(String compact, Set<String> algorithms, URI jwksUri, boolean allowInsecure) {
        SignedJWT jwt = parse(compact);
        if (jwt == null) {
            return new Outcome.Refused("is not a signed JWT");
        }
        Optional<Outcome> unfit = unfit(jwt.getHeader(), algorithms);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        try {
            JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
            return judge(jwt, keys.find(jwksUri, allowInsecure, matcher::matches));
        } catch (KeysUnavailableException e) {
            return new Outcome.KeysUnavailable(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    /** Does the same with keys that are held already; empty when keys have to be fetched for it. Never blocks. */
    public Optional<Outcome> verifyAtOnce(String compact, Set<String> algorithms, URI jwksUri, boolean allowInsecure) {
        SignedJWT jwt = parse(compact);
        if (jwt == null) {
            return Optional.of(new Outcome.Refused("is not a signed JWT"));
        }
        Optional<Outcome> unfit = unfit(jwt.getHeader(), algorithms);
        if (unfit.isPresent()) {
            return unfit;
        }
        JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
        List<JWK> held = keys.held(jwksUri, allowInsecure, matcher::matches);
        return held.isEmpty() ? Optional.empty() : Optional.of(judge(jwt, held));
    }

    /** The claims of a JWT whose signature nobody has looked at: anybody can have written them. Empty when it is no JWT. */
    public static Optional<Map<String, Object>> unverifiedClaims(String compact) {
        SignedJWT jwt = parse(compact);
        return jwt == null ? Optional.empty() : Optional.ofNullable(claims(jwt));
    }

    private static @Nullable SignedJWT parse(String compact) {
        if (compact.length() > LONGEST) {
            return null;
        }
        try {
            return SignedJWT.parse(compact);
        } catch (ParseException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<Outcome> unfit(JWSHeader header, Set<String> algorithms) {
        String algorithm = header.getAlgorithm().getName();
        if (!ALGORITHMS.contains(algorithm) || !algorithms.contains(algorithm)) {
            return Optional.of(new Outcome.Refused(
                    "is signed with an algorithm that is not accepted: " + ServerText.clean(algorithm, List.of())));
        }
        return header.getCriticalParams() == null || header.getCriticalParams().isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Refused("has critical header parameters, of which none is understood"));
    }

    private static Outcome judge(SignedJWT jwt, List<JWK> candidates) {
        if (candidates.isEmpty()) {
            String kid = jwt.getHeader().getKeyID();
            return new Outcome.Refused("is signed with a key that the server does not publish for "
                    + jwt.getHeader().getAlgorithm().getName()
                    + (kid == null ? "" : " (kid '" + ServerText.clean(kid, List.of()) + "')"));
        }
        for (JWK key : candidates) {
            if (isSignedBy(jwt, key)) {
                Map<String, Object> claims = claims(jwt);
                return claims == null
                        ? new Outcome.Refused("holds no JSON object")
                        : new Outcome.Verified(jwt.getHeader().toJSONObject(), claims);
            }
        }
        return new Outcome.Refused("has a wrong signature");
    }

    private static boolean isSignedBy(SignedJWT jwt, JWK key) {
        try {
            JWSVerifier verifier;
            if (key instanceof RSAKey rsa) {
                verifier = new RSASSAVerifier(rsa);
            } else if (key instanceof ECKey ec) {
                verifier = new ECDSAVerifier(ec);
            } else {
                return false;
            }
            return verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    private static @Nullable Map<String, Object> claims(SignedJWT jwt) {
        Map<String, Object> claims = jwt.getPayload().toJSONObject();
        return claims == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }
}
