package io.github.oidctoken.oauth2.client;

/** Reads the options of several clients, and what they have in common only once. Not thread-safe. */
public final class ClientRegistrations {

    private final ProviderPresets presets = new ProviderPresets();

    /**
     * Reads and validates a client's options, completed by its provider's preset. No network call is made.
     *
     * @throws ClientConfigurationException naming the client, the option and the remedy
     */
    public ClientRegistration read(ClientOptions options) {
        return new ClientRegistrationReader(presets.complete(options)).read();
    }
}
