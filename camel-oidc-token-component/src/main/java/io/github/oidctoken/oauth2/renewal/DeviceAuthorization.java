package io.github.oidctoken.oauth2.renewal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that waits for a person with a browser (RFC 8628 section 3.2).
 *
 * @param client its name
 * @param userCode what the person types in
 * @param verificationUri where
 * @param verificationUriComplete the same with the code in it, for a QR code; absent when the server has none
 * @param expiresAt until when, by the clock of this node
 * @param interval how often the server is asked
 * @param replacesPending whether an earlier code still waited, which nobody asks about any more
 */
public record DeviceAuthorization(
        String client,
        String principal,
        String userCode,
        URI verificationUri,
        @Nullable URI verificationUriComplete,
        Instant expiresAt,
        Duration interval,
        boolean replacesPending) {}
