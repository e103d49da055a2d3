package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import org.jspecify.annotations.Nullable;

/**
 * An option as errors name it.
 *
 * @param client the client it belongs to; absent for an option of the component itself
 * @param option in camelCase
 */
record OptionName(@Nullable String client, String option) {

    static OptionName ofComponent(String option) {
        return new OptionName(null, option);
    }

    /** The exception for a wrong value, which is not shown. */
    IllegalArgumentException wrong(String problem) {
        return wrong(problem, null);
    }

    IllegalArgumentException wrong(String problem, @Nullable Throwable cause) {
        String kebab = ClientOptions.kebab(option);
        String property = WrittenKeys.PREFIX + kebab;
        return client == null
                ? new ComponentConfigurationException(property, property + " " + problem, cause)
                : new ClientConfigurationException(client, "clients[" + client + "]." + kebab + " " + problem);
    }
}
