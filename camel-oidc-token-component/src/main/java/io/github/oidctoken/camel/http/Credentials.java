package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.token.AccessToken;

/** Keeps what is no credential out of HTTP calls: an exchange of tokens may bring an ID token or a SAML assertion. */
public final class Credentials {

    private Credentials() {}

    /**
     * Refuses a token that no HTTP call can carry.
     *
     * @throws ClientConfigurationException naming what the server issued and what to ask for
     */
    public static void require(AccessToken token, AuthorizedClient client) {
        if (token.isCredential()) {
            return;
        }
        Object issued = token.members().get("issued_token_type");
        String type = issued instanceof String text && text.matches("[\\w:.-]{1,100}") ? text : "something else";
        throw new ClientConfigurationException(
                client.registration().name(),
                "the server issued no access token but " + type
                        + " (token_type N_A), which no HTTP call can carry. Set "
                        + client.registration().option("requestedTokenType")
                        + " to access_token, or take what was issued by the endpoint option output=body.");
    }
}
