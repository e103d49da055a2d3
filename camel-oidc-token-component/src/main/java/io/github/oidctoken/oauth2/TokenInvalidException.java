package io.github.oidctoken.oauth2;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token that somebody presented is not accepted, or none came. The message never holds the token. */
public final class TokenInvalidException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a request is refused. */
    public enum Problem {
        /** No token came: RFC 6750 section 3.1 wants no error code then. */
        NO_TOKEN(401, null),
        /** The request presents tokens in a way that cannot be understood. */
        INVALID_REQUEST(400, "invalid_request"),
        /** The token is expired, revoked, forged or for somebody else. */
        INVALID_TOKEN(401, "invalid_token"),
        /** The token is good, but does not allow this. */
        INSUFFICIENT_SCOPE(403, "insufficient_scope");

        private final int status;
        private final @Nullable String code;

        Problem(int status, @Nullable String code) {
            this.status = status;
            this.code = code;
        }

        /** The HTTP status that says so. */
        public int status() {
            return status;
        }

        /** The {@code error} of RFC 6750 section 3.1; empty when no token came. */
        public Optional<String> code() {
            return Optional.ofNullable(code);
        }
    }

    private final String client;
    private final Problem problem;
    private final String reason;

    /**
     * @param reason what is wrong, in words that may be told to whoever presented the token
     * @param advice what to look at here, for the log alone; may be empty
     */
    public TokenInvalidException(String client, Problem problem, String reason, String advice) {
        super("Client '" + client + "': " + reason + "." + (advice.isEmpty() ? "" : " " + advice));
        this.client = client;
        this.problem = problem;
        this.reason = reason;
    }

    /** The name of the client that judged the token, as configured. */
    public String client() {
        return client;
    }

    /** The kind of refusal. */
    public Problem problem() {
        return problem;
    }

    /** What is wrong, fit to be told to whoever presented the token. */
    public String reason() {
        return reason;
    }
}
