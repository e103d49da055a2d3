package io.github.oidctoken.camel;

/** What an endpoint does for an exchange. */
public enum OidcTokenOperation {
    /** Have a valid token ready; a new one is requested only while none is held. */
    token,
    /** Replace the token, even if it is still valid. */
    renew,
    /** Tell how it stands with the token and why; nothing is fetched. */
    explain,
    /** Ask the server about a token that the message brings. */
    introspect,
    /** Judge a token that the message brings; the exchange fails if it is not valid. */
    validate,
    /** Send a browser off to sign in. */
    authorizationRequest,
    /** Take the answer that the browser brings back, and store the session. */
    authorizationResponse,
    /** Exchange a code that another application has asked for. */
    exchangeCode,
    /** Exchange a token for another one (RFC 8693), whatever the client's own grant. */
    tokenExchange,
    /** Begin a sign-in by a browser on another device. */
    deviceAuthorization,
    /** Have the server revoke a token that the message brings, or else the session of this client. */
    revoke,
    /** End the session of this client on all nodes and at the server, and send the browser there. */
    logout,
    /** Ask the server who the token is about. */
    userinfo,
    /** Make a client at Keycloak if it is missing. */
    createClient,
    /** Find a client at Keycloak. */
    findClient,
    /** Make a client policy for the source client at Keycloak. */
    createTokenExchangePolicy,
    /** Enable the fine-grained permissions of the target client at Keycloak. */
    enablePermissions,
    /** Find the scope token-exchange at Keycloak. */
    findTokenExchangeScope,
    /** Add the policy to the permission token-exchange of the target client at Keycloak. */
    updateTokenExchangePermission,
    /** See to it that the source client can exchange tokens for the target client at Keycloak, or undo that. */
    provisionTokenExchange;

    /** Whether it is a call of Keycloak's admin REST API. */
    boolean isKeycloak() {
        return switch (this) {
            case createClient,
                    findClient,
                    createTokenExchangePolicy,
                    enablePermissions,
                    findTokenExchangeScope,
                    updateTokenExchangePermission,
                    provisionTokenExchange -> true;
            default -> false;
        };
    }
}
