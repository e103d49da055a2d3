package io.github.oidctoken.oauth2.client;

import io.github.oidctoken.oauth2.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client presents to get its first access token, and with it which grant type it uses. */
public sealed interface Grant {

    /** The {@code grant_type} of RFC 6749. */
    String grantType();

    /** Whether the grant leads to a session with a refresh token that all nodes must share. */
    boolean startsSession();

    /** Whether this grant can start a new session at any time without a person. */
    boolean repeatable();

    /** Who may sign in, by {@code sub}; empty when anybody may be the first, or nobody signs in. */
    default Set<String> allowedSubjects() {
        return Set.of();
    }

    /** A client without tokens of its own, which only judges those that others present. */
    record None() implements Grant {
        @Override
        public String grantType() {
            return "none";
        }

        @Override
        public boolean startsSession() {
            return false;
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    /** RFC 6749 section 4.4. */
    record ClientCredentials() implements Grant {
        @Override
        public String grantType() {
            return "client_credentials";
        }

        @Override
        public boolean startsSession() {
            return false;
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    /** RFC 6749 section 4.3. RFC 9700 section 2.4 forbids it; some servers offer nothing else. */
    record Password(String username, Secret password) implements Grant {
        @Override
        public String grantType() {
            return "password";
        }

        @Override
        public boolean startsSession() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    /**
     * The same, where user name and password are a person's who brings them along: they come with each exchange, are presented once and never kept. Only a
     * person can start such a session anew.
     */
    record PresentedPassword() implements Grant {
        @Override
        public String grantType() {
            return "password";
        }

        @Override
        public boolean startsSession() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /** RFC 6749 section 6, seeded with a refresh token that somebody obtained elsewhere. It is presented once. */
    record RefreshToken(Secret refreshToken) implements Grant {
        @Override
        public String grantType() {
            return "refresh_token";
        }

        @Override
        public boolean startsSession() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * RFC 6749 section 4.1 with PKCE: a person signs in at the server, in a browser.
     *
     * @param redirectUri where the server sends the browser back to
     * @param allowedSubjects who may sign in, by {@code sub}; empty when anybody may be the first
     * @param postLogoutRedirectUri where the server sends the browser back to after a logout; absent when it shows a page of its own
     * @param authorizationParameters further parameters of the address where the person signs in, such as {@code prompt}
     * @param maxAge how long ago the person may have proved who it is, by {@code auth_time}; absent when any time will do
     * @param principalClaim the claim of the ID token that names the principal of the session; absent when the client's {@code principal} does
     */
    record AuthorizationCode(
            URI redirectUri,
            @Nullable URI postLogoutRedirectUri,
            Set<String> allowedSubjects,
            Map<String, String> authorizationParameters,
            ResponseMode responseMode,
            PushedAuthorization pushedAuthorization,
            @Nullable Duration maxAge,
            @Nullable String principalClaim)
            implements Grant {

        public AuthorizationCode {
            allowedSubjects = Set.copyOf(allowedSubjects);
            authorizationParameters = Map.copyOf(authorizationParameters);
        }

        @Override
        public String grantType() {
            return "authorization_code";
        }

        @Override
        public boolean startsSession() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        /** Parameter values may be about a person: only their names are shown. */
        @Override
        public String toString() {
            return "AuthorizationCode[redirectUri=" + redirectUri + ", allowedSubjects=" + allowedSubjects
                    + ", authorizationParameters=" + authorizationParameters.keySet() + ", responseMode=" + responseMode
                    + ", pushedAuthorization=" + pushedAuthorization + ", principalClaim=" + principalClaim + "]";
        }
    }

    /**
     * RFC 8628: a person signs in at the server by a browser on any other device, with a short code that we show.
     *
     * @param allowedSubjects as for the authorization code
     */
    record DeviceCode(Set<String> allowedSubjects) implements Grant {

        /** The {@code grant_type} of RFC 8628 section 3.4. */
        public static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

        public DeviceCode {
            allowedSubjects = Set.copyOf(allowedSubjects);
        }

        @Override
        public String grantType() {
            return GRANT_TYPE;
        }

        @Override
        public boolean startsSession() {
            return true;
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * RFC 8693: a token that somebody else may have got is exchanged for another one.
     *
     * @param subjectToken what the option says, which may be an expression or another client; for one exchange the token itself; absent when it comes with
     *     the message
     * @param subjectTokenType a token type URI of RFC 8693 section 3
     * @param actorToken as the subject token
     * @param actorTokenType its token type URI, sent only with an actor token
     * @param requestedTokenType a token type URI; absent when the server decides
     * @param subjectEndsAt when the subject token ends, by this machine's clock; absent when only the token itself could tell
     */
    record TokenExchange(
            @Nullable Secret subjectToken,
            String subjectTokenType,
            @Nullable Secret actorToken,
            String actorTokenType,
            @Nullable String requestedTokenType,
            @Nullable Instant subjectEndsAt)
            implements Grant {

        /** The {@code grant_type} of RFC 8693 section 2.1. */
        public static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

        /** The same for one exchange, with the tokens that it presents. */
        public TokenExchange presenting(Secret subject, @Nullable Secret actor, @Nullable Instant endsAt) {
            return new TokenExchange(subject, subjectTokenType, actor, actorTokenType, requestedTokenType, endsAt);
        }

        @Override
        public String grantType() {
            return GRANT_TYPE;
        }

        @Override
        public boolean startsSession() {
            return false;
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }
}
