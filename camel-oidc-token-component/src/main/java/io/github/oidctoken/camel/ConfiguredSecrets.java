package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.SecretSource;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of configured clients as their configuration says now: property sources and vaults are asked anew. Camel binds a property with its placeholders
 * resolved, so the text with the placeholders is looked up where it was written. Thread-safe.
 */
final class ConfiguredSecrets implements SecretSource {

    private static final String OPTION = "clientSecret";

    private final CamelContext context;
    private final ClientDirectory directory;
    private final ConfigurationOptions options;
    private final PropertyFunctions functions;

    ConfiguredSecrets(
            CamelContext context,
            ClientDirectory directory,
            ConfigurationOptions options,
            PropertyFunctions functions) {
        this.context = context;
        this.directory = directory;
        this.options = options;
        this.functions = functions;
    }

    @Override
    public @Nullable Secret clientSecret(String clientName) {
        Optional<String> written = WrittenKeys.of(context).text(clientName, OPTION, options);
        Object found = written.isPresent()
                ? functions.resolve(new OptionName(clientName, OPTION), written.get())
                : directory.options(clientName).get(OPTION);
        return found == null || found.toString().isBlank() ? null : Secret.of(found.toString());
    }
}
