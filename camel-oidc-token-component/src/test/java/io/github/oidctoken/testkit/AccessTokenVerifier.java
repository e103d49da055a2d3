package io.github.oidctoken.testkit;

import java.util.Optional;

/** Decides whether an access token is valid now. Must be thread-safe. */
@FunctionalInterface
public interface AccessTokenVerifier {

    /** The subject the token was issued for; empty when the token is unknown, expired or revoked. */
    Optional<String> verify(String accessToken);
}
