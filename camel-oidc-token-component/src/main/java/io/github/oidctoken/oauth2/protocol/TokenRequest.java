package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import java.util.List;

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

    /** A refresh (RFC 6749 section 6). */
    record ByRefreshToken(Secret refreshToken, List<String> scopes) implements TokenRequest {
        @Override
        public String grantType() {
            return "refresh_token";
        }
    }
}
