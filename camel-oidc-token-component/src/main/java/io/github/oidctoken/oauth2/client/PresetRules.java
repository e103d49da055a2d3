package io.github.oidctoken.oauth2.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * What a kind of authorization server demands of its clients, from the keys of a {@link ProviderPreset} that are no options: {@code required = a, b}
 * must be set; {@code required.GRANT = a} with that grant; {@code ending.GRANT.OPTION = text} is what the option ends in with that grant;
 * {@code refused.GRANT = reason} says that the server does not have the grant; {@code optional = a} lists options whose templates may be left out.
 *
 * @param provider the preset's name
 */
record PresetRules(String provider, Properties properties) {

    private static final Set<String> RULES = Set.of("required", "optional", "refused", "ending");

    /** Whether a key of a preset is a rule and not an option. */
    static boolean isRule(String key) {
        int dot = key.indexOf('.');
        return RULES.contains(dot < 0 ? key : key.substring(0, dot));
    }

    /** Options without which the templates that need them are left out. */
    List<String> optional() {
        return named("optional");
    }

    /**
     * Checks what the provider needs of any client.
     *
     * @throws ClientConfigurationException naming the first option that is missing
     */
    void checkProvider(ClientOptions options) {
        for (String option : named("required")) {
            options.required(option, "provider '" + provider + "' derives its endpoints from it");
        }
    }

    /**
     * Checks what the provider needs of a client with its grant.
     *
     * @throws ClientConfigurationException naming the first option that is missing or wrong
     */
    void checkGrant(ClientOptions options) {
        String written = options.text("grant");
        String grant = written == null
                ? "client_credentials"
                : written.toLowerCase(Locale.ROOT).replace('-', '_');
        String refusal = properties.getProperty("refused." + grant);
        if (refusal != null) {
            throw options.invalid("grant", "is " + grant + ", but " + refusal + ".");
        }
        for (String option : named("required." + grant)) {
            options.required(option, "provider '" + provider + "' needs it with grant=" + grant);
        }
        String ending = "ending." + grant + ".";
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(ending)) {
                checkEnding(options, key.substring(ending.length()), properties.getProperty(key), grant);
            }
        }
    }

    private void checkEnding(ClientOptions options, String option, String expected, String grant) {
        String value = options.text(option);
        if (value != null && !value.endsWith(expected)) {
            throw options.invalid(
                    option,
                    "must end in " + expected + " with provider '" + provider + "' and grant=" + grant
                            + ". Correct it.");
        }
    }

    private List<String> named(String key) {
        if (!properties.containsKey(key)) {
            return List.of();
        }
        return Arrays.stream(properties.getProperty(key).split(",", -1))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
