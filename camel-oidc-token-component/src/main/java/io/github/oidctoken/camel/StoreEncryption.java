package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.repository.EncryptingTokenRepository;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether tokens are encrypted before they are stored, and by which keys.
 *
 * @param keys absent if none are configured
 * @param allowPlaintext whether tokens may be stored as they are
 */
record StoreEncryption(@Nullable EncryptionKeys keys, boolean allowPlaintext) {

    private static final Logger LOG = LoggerFactory.getLogger(StoreEncryption.class);

    /** @throws IllegalArgumentException if the keys are malformed, or must be used and must not at the same time */
    static StoreEncryption of(RepositorySettings settings) {
        Secret written = settings.encryptionKeys();
        if (written != null && settings.allowPlaintext()) {
            throw RepositorySettings.ENCRYPTION_KEYS.wrong(
                    "is set together with allow-plaintext = true, which says the opposite. Remove one of them.");
        }
        return new StoreEncryption(written == null ? null : parse(written), settings.allowPlaintext());
    }

    /**
     * A store of the component's own, encrypted unless plain text is allowed.
     *
     * @param place where it keeps documents, for people to read
     * @param store is opened only if it may be used
     * @throws IllegalArgumentException if there are no keys
     */
    TokenRepository around(String place, Supplier<TokenRepository> store) {
        if (keys != null) {
            return new EncryptingTokenRepository(store.get(), keys);
        }
        if (!allowPlaintext) {
            throw RepositorySettings.ENCRYPTION_KEYS.wrong("is not set: refresh tokens in " + place
                    + " must be encrypted. Make a key by\n    openssl rand -base64 32\nput it into the environment variable"
                    + " OIDC_TOKEN_KEY, the same on all nodes, and write\n    " + WrittenKeys.PREFIX
                    + "encryption-keys = k1:{{env:OIDC_TOKEN_KEY}}\nTo store tokens that everybody who reads the store"
                    + " can use, write allow-plaintext = true instead.");
        }
        LOG.warn(
                "The oidc-token component stores tokens unencrypted in {}, because allow-plaintext = true. Whoever can read"
                        + " them there can use them.",
                place);
        return store.get();
    }

    /** A repository that the user brings: encrypted if keys are configured, else left as it is. Memory never needs encryption. */
    TokenRepository around(TokenRepository bean) {
        return keys == null || bean instanceof MemoryTokenRepository ? bean : new EncryptingTokenRepository(bean, keys);
    }

    private static EncryptionKeys parse(Secret written) {
        try {
            return EncryptionKeys.parse(written.value());
        } catch (IllegalArgumentException e) {
            // without the cause, which says no more
            throw RepositorySettings.ENCRYPTION_KEYS.wrong("is malformed. " + e.getMessage() + ".");
        }
    }
}
