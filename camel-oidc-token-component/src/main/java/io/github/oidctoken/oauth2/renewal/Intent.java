package io.github.oidctoken.oauth2.renewal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The record in a session's document that some node is renewing.
 *
 * @param attemptId random; who wrote it knows it again
 * @param fingerprint of the refresh token in use; absent when the client's own grant is run
 * @param lease how long the holder keeps the right to it
 * @param node who wrote it, for people only; absent when that is not known
 */
record Intent(
        String attemptId,
        @Nullable String fingerprint,
        Duration lease,
        @Nullable String node) {}
