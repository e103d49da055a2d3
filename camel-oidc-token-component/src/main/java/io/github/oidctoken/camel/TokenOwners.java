package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;

/** Whose tokens a client has, as far as its options say. */
record TokenOwners(ClientRegistration registration) {

    /** Whether user name and password come with each exchange. */
    boolean comeWithPassword() {
        return registration.grant() instanceof Grant.PresentedPassword;
    }

    /** Whether the ID token says whose session it is. */
    boolean comeWithSignIn() {
        return registration.grant() instanceof Grant.AuthorizationCode grant && grant.principalClaim() != null;
    }

    /** Whether an option says whose tokens are meant. */
    boolean isNamed() {
        return !registration.principal().equals(ClientRegistration.DEFAULT_PRINCIPAL);
    }

    /** Whether it can be no other than the one principal. */
    boolean isOne() {
        return !comeWithPassword() && (!comeWithSignIn() || isNamed());
    }

    /**
     * Refuses a client that only judges tokens.
     *
     * @throws ClientConfigurationException if it has none of its own
     */
    void requireTokens() {
        if (registration.grant() instanceof Grant.None) {
            throw new ClientConfigurationException(
                    registration.name(),
                    "grant=none is for clients that judge the tokens of others, and has no token. Use operation=validate,"
                            + " operation=introspect or oidc-token-guard:" + registration.name() + ", or set "
                            + registration.option("grant") + ".");
        }
    }

    /**
     * Refuses to guess whose token is meant.
     *
     * @throws ClientConfigurationException if neither credentials nor a principal say it
     */
    void requirePrincipal() {
        if (isNamed()) {
            return;
        }
        if (comeWithSignIn()) {
            throw new ClientConfigurationException(
                    registration.name(),
                    "whoever signs in has a session of his own by " + registration.option("principalClaim")
                            + ", and nothing says whose token is meant. Name that person by "
                            + registration.option("principal") + " or the endpoint option principal, such as"
                            + " ${exchangeProperty.user}.");
        }
        if (comeWithPassword()) {
            throw new ClientConfigurationException(
                    registration.name(),
                    "user name and password come with each exchange here, and nothing says whose token is meant. Log in"
                            + " before by oidc-token:" + registration.name()
                            + " in the same exchange; or keep sessions by"
                            + " storeSession=true there, and name the user by " + registration.option("principal")
                            + " or the endpoint option principal; or set " + registration.option("username") + " and "
                            + registration.option("password") + " if it is always the same user.");
        }
    }
}
