package io.github.oidctoken.oauth2.renewal;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How it stands with a sign-in by another device that was begun on any node. */
public sealed interface DeviceSignIn {

    /**
     * A person has to type in the code.
     *
     * @param verificationUri where
     * @param verificationUriComplete the same with the code in it; absent when the server has none
     * @param expiresAt until when, by the clock of the node that began it
     */
    record Waiting(
            String userCode, URI verificationUri, @Nullable URI verificationUriComplete, Instant expiresAt)
            implements DeviceSignIn {}

    /** @param reason why it came to nothing, without a full stop */
    record Failed(String reason) implements DeviceSignIn {}
}
