package io.github.oidctoken.oauth2.client;

/** A client's options are wrong or incomplete. The message names the client and the option, never an option's value that may be secret. */
public final class ClientConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String client;

    public ClientConfigurationException(String client, String message) {
        super("Client '" + client + "': " + message);
        this.client = client;
    }

    /** The name of the misconfigured client. */
    public String client() {
        return client;
    }
}
