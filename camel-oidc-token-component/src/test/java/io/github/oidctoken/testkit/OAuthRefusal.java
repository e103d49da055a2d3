package io.github.oidctoken.testkit;

import org.jspecify.annotations.Nullable;

/** A request the authorization server refuses, with the answer it gives (RFC 6749 section 5.2). */
final class OAuthRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final @Nullable String description;

    OAuthRefusal(int status, String error, @Nullable String description) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    static OAuthRefusal invalidRequest(String description) {
        return new OAuthRefusal(400, "invalid_request", description);
    }

    static OAuthRefusal invalidGrant(String description) {
        return new OAuthRefusal(400, "invalid_grant", description);
    }

    static OAuthRefusal invalidScope(String scope) {
        return new OAuthRefusal(400, "invalid_scope", "Invalid scopes: " + scope);
    }

    String error() {
        return error;
    }

    HttpAnswer answer() {
        return JsonAnswer.error(status, error, description);
    }
}
