package io.github.oidctoken.oauth2.client;

import io.github.oidctoken.oauth2.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Where clients' secrets come from, asked again when a server refuses the one in use: it may have been changed there. Thread-safe; may block.
 */
@FunctionalInterface
public interface SecretSource {

    /** The present {@code client_secret} of the client of that name; absent when there is none to be had. */
    @Nullable
    Secret clientSecret(String clientName);

    /** Knows no secret: the one that the client was configured with is all there is. */
    static SecretSource none() {
        return clientName -> null;
    }
}
