package io.github.oidctoken.oauth2;

/** A person's user name and password were to come with the exchange, and did not, or not in a form that can be presented. Nobody was asked. */
public final class UnusableCredentialsException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public UnusableCredentialsException(String client, String message) {
        super(client, "Client '" + client + "': nobody was logged in: " + message, null);
    }
}
