package io.github.oidctoken.testkit;

import org.jspecify.annotations.Nullable;

/** A client the strict authorization server knows; one without a secret is public (RFC 6749 section 2.1). */
public record RegisteredClient(String clientId, @Nullable String secret) {

    /** Whether this client cannot authenticate itself. */
    public boolean isPublic() {
        return secret == null;
    }

    @Override
    public String toString() {
        return "RegisteredClient[" + clientId + (isPublic() ? ", public]" : ", confidential]");
    }
}
