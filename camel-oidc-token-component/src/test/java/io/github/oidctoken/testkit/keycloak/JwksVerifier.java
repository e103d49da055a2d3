package io.github.oidctoken.testkit.keycloak;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/**
 * What a protected API does with a bearer token: checks the RS256 signature with the issuer's keys, {@code iss}, {@code aud}
 * and {@code exp}, with no allowance for clock skew. Keys are fetched at first use and kept for five minutes. Thread-safe.
 */
public final class JwksVerifier {

    // where the library gives up after half a second, a server that has just started may not have answered
    private static final int PATIENCE_MILLIS = 20_000;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private JwksVerifier(URI jwks, String issuer, String audience) throws MalformedURLException {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(jwks.toURL(), new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS))
                        .build()));
        JWTClaimsSet expected = new JWTClaimsSet.Builder().issuer(issuer).build();
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(audience, expected, Set.of("sub", "exp"));
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** A verifier of the access tokens that {@code realm} issues for {@code audience}. */
    public static JwksVerifier of(KeycloakServer server, String realm, String audience) {
        return of(server.issuer(realm), audience);
    }

    /** A verifier of the access tokens that a realm issues for {@code audience}; the realm is named by its issuer. */
    public static JwksVerifier of(URI issuer, String audience) {
        try {
            return new JwksVerifier(URI.create(issuer + "/protocol/openid-connect/certs"), issuer.toString(), audience);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The token's subject, or empty if the token must be refused.
     *
     * @throws IllegalStateException if the issuer's keys cannot be fetched
     */
    public Optional<String> verify(String token) {
        try {
            return Optional.of(processor.process(token, null).getSubject());
        } catch (KeySourceException e) {
            throw new IllegalStateException("The issuer's keys cannot be fetched", e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }
}
