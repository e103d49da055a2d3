package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is presented at the token endpoint. */
public sealed interface TokenRequest {

    /** The scopes asked for; empty means that no {@code scope} parameter is sent. */
    List<String> scopes();

    /** The {@code grant_type} sent. */
    String grantType();

    /** The client's own grant. */
    record ByGrant(Grant grant, List<String> scopes) implements TokenRequest {
        @Override
        public String grantType() {
            return grant.grantType();
        }
    }

    /**
     * An authorization code (RFC 6749 section 4.1.3).
     *
     * @param redirectUri as in the authorization request
     * @param codeVerifier of PKCE (RFC 7636 section 4.5); absent when the code was asked for without
     */
    record ByCode(Secret code, URI redirectUri, @Nullable Secret codeVerifier) implements TokenRequest {

        /** The code decides which scopes are granted. */
        @Override
        public List<String> scopes() {
            return List.of();
        }

        @Override
        public String grantType() {
            return "authorization_code";
        }
    }

    /** The code of a sign-in by another device (RFC 8628 section 3.4). */
    record ByDeviceCode(Secret deviceCode) implements TokenRequest {

        /** They were asked for when the sign-in began. */
        @Override
        public List<String> scopes() {
            return List.of();
        }

        @Override
        public String grantType() {
            return Grant.DeviceCode.GRANT_TYPE;
        }
    }

    /** A refresh (RFC 6749 section 6). */
    record ByRefreshToken(Secret refreshToken, List<String> scopes) implements TokenRequest {
        @Override
        public String grantType() {
            return "refresh_token";
        }
    }
}
