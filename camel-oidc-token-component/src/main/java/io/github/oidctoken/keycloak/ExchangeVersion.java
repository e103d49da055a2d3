package io.github.oidctoken.keycloak;

/** Which of Keycloak's two kinds of token exchange is provisioned. */
public enum ExchangeVersion {
    /** {@link #v1} where the server has its permissions, since nobody switches them on without wanting them; else {@link #v2}. */
    auto,
    /** Legacy token exchange: a permission of the target client, with a policy that names the source client. */
    v1,
    /** Standard token exchange: an attribute of the source client, with a client scope that names the target client as audience. */
    v2
}
