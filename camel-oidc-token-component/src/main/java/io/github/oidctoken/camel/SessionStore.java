package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Where a component keeps sessions and, in browsers, sign-ins under way. Each is found once: sessions in memory outlive a restart of the component. Thread-safe. */
final class SessionStore {

    private final OidcTokenComponent component;
    private @Nullable TokenRepository repository;
    private @Nullable SignInCookies cookies;

    SessionStore(OidcTokenComponent component) {
        this.component = component;
    }

    /**
     * The repository that the options mean.
     *
     * @throws IllegalArgumentException if they are wrong
     */
    synchronized TokenRepository repository() {
        TokenRepository known = repository;
        if (known == null) {
            Repositories repositories = Repositories.of(
                    component.repositorySettings(), component.getCamelContext().getRegistry());
            TokenRepository brought = component.getTokenRepository();
            known = brought != null ? repositories.around(brought) : repositories.open();
            repository = known;
        }
        return known;
    }

    /** The cookies of sign-ins under way; the same keys on every node let any of them take the answer. */
    synchronized SignInCookies cookies() {
        SignInCookies known = cookies;
        if (known == null) {
            EncryptionKeys keys =
                    StoreEncryption.of(component.repositorySettings()).keys();
            known = new SignInCookies(
                    keys == null ? EncryptionKeys.random(new SecureRandom()) : keys, TimeSource.system());
            cookies = known;
        }
        return known;
    }
}
