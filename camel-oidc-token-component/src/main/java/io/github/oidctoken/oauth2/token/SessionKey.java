package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.net.URI;

/**
 * Whose session it is: the owner of a refresh token, a row in the repository and the right to renew. It holds no secret.
 *
 * @param authorizationServer the issuer, or the token endpoint of a server that has none
 * @param clientId the {@code client_id}
 * @param grantFamily the grant type that starts the session
 * @param principal the principal; for a grant that has one, the user name, with the principal if that is set
 */
public record SessionKey(String authorizationServer, String clientId, String grantFamily, String principal) {

    /** The key of a client's session for a principal that is evaluated already. */
    public static SessionKey of(ClientRegistration client, String principal) {
        URI issuer = client.provider().issuer();
        URI server = issuer != null ? issuer : client.provider().tokenEndpoint();
        boolean unset = principal.equals(ClientRegistration.DEFAULT_PRINCIPAL);
        String owner = "principal:" + principal;
        if (client.grant() instanceof Grant.Password password) {
            String user = "user:" + password.username();
            owner = unset ? user : KeyEncoding.of(user, owner);
        }
        return new SessionKey(
                String.valueOf(server), client.clientId(), client.grant().grantType(), owner);
    }

    /** One line of text, the same in every release: what repositories find a session by, after hashing. */
    public String encoded() {
        return KeyEncoding.of("session", authorizationServer, clientId, grantFamily, principal);
    }

    /** The key of the repository's document: principals are personal data, so only a hash is stored. */
    public String documentKey() {
        return "session/" + Secret.sha256(encoded());
    }
}
