package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.token.AccessKey;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has tokens revoked at their servers (RFC 7009). Blocks. Thread-safe. */
record Revocations(RenewalParts parts) {

    static final String REFRESH_TOKEN = "refresh_token";

    static final String ACCESS_TOKEN = "access_token";

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    /**
     * Where tokens are revoked.
     *
     * @throws ClientConfigurationException if nothing says so
     * @throws OidcTokenException if the server does not tell
     */
    URI endpoint(ClientRegistration client, AccessKey who) {
        URI endpoint = known(client, who);
        if (endpoint == null) {
            throw new ClientConfigurationException(
                    client.name(),
                    "nothing says where tokens are revoked. Set " + client.option("revocationEndpoint") + ", or "
                            + client.option("issuer") + " of a server that names it. operation=logout ends the session"
                            + " here even where the server cannot be told.");
        }
        return endpoint;
    }

    /** The same; absent when nothing says so. */
    @Nullable
    URI known(ClientRegistration client, AccessKey who) {
        return parts.server()
                .metadata(client, who, ProviderMetadata::revocationEndpoint)
                .revocationEndpoint();
    }

    /**
     * Has a token revoked; a secret that the server refuses is read again once.
     *
     * @throws OidcTokenException if the server did not do it
     */
    void revoke(ClientRegistration client, URI endpoint, Secret token, @Nullable String hint) {
        ClientRegistration presented = parts.secrets().present(client);
        Optional<TokenOutcome> problem = parts.server().revoke(presented, endpoint, token, hint);
        if (problem.filter(ClientSecrets::refuses).isPresent()
                && parts.secrets().reread(presented)) {
            problem = parts.server().revoke(parts.secrets().present(client), endpoint, token, hint);
        }
        if (problem.isPresent()) {
            throw new Failures(client, "revocation", endpoint).of(problem.get());
        }
    }

    /**
     * Has a refresh token revoked that nobody keeps; that it cannot be done is only told to the log.
     *
     * @param why what has happened
     */
    void discard(ClientRegistration client, AccessKey who, Secret refreshToken, String why) {
        try {
            URI endpoint = known(client, who);
            if (endpoint != null) {
                revoke(client, endpoint, refreshToken, REFRESH_TOKEN);
            }
        } catch (OidcTokenException e) {
            LOG.warn(
                    "Client '{}': {}, and the refresh token that nobody keeps could not be revoked: {}",
                    client.name(),
                    why,
                    e.getMessage());
        }
    }
}
