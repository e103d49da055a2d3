package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.AuthorizationRequest;
import java.net.URI;
import java.time.Instant;

/**
 * A sign-in that a browser was sent off to: to be kept for the answer, where nobody but that browser can bring it back and nobody else can read it.
 *
 * @param client its name
 * @param principal for whom
 * @param startedAt by the clock of this node
 */
public record SignInAttempt(String client, String principal, AuthorizationRequest request, Instant startedAt) {

    /**
     * An attempt that has just begun.
     *
     * @param authorizationUri where the browser goes
     */
    public record Started(SignInAttempt attempt, URI authorizationUri) {}
}
