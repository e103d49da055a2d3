package io.github.oidctoken.camel;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.support.PropertyConfigurerHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Which options a client has, read off {@link OidcTokenConfiguration} by its generated configurer, so that there is one list of them. Immutable. */
final class ConfigurationOptions {

    private final ExtendedPropertyConfigurerGetter configurer;
    private final Map<String, Class<?>> types = new TreeMap<>();
    private final Map<String, String> spellings = new TreeMap<>();

    private ConfigurationOptions(ExtendedPropertyConfigurerGetter configurer) {
        this.configurer = configurer;
        for (Map.Entry<String, Object> entry :
                configurer.getAllOptions(new OidcTokenConfiguration()).entrySet()) {
            String option = StringHelper.decapitalize(entry.getKey());
            types.put(option, (Class<?>) entry.getValue());
            spellings.put(RawOptions.canonical(option), option);
        }
    }

    static ConfigurationOptions of(CamelContext context) {
        return new ConfigurationOptions(Objects.requireNonNull(
                PropertyConfigurerHelper.resolvePropertyConfigurer(
                        context, new OidcTokenConfiguration(), ExtendedPropertyConfigurerGetter.class),
                "the generated configurer of OidcTokenConfiguration is not on the classpath"));
    }

    /** All option names in camelCase. */
    Set<String> names() {
        return types.keySet();
    }

    /** The option's name in camelCase for any spelling of it; empty if there is no such option. */
    Optional<String> find(String spelling) {
        return Optional.ofNullable(spellings.get(RawOptions.canonical(spelling)));
    }

    /** Whether the option takes names and values of the user's own. */
    boolean isMap(String option) {
        return Map.class.equals(types.get(option));
    }

    /** The options that have a value. */
    Map<String, Object> values(OidcTokenConfiguration configuration) {
        Map<String, Object> values = new TreeMap<>();
        for (String option : names()) {
            @Nullable Object value = configurer.getOptionValue(configuration, option, false);
            if (value != null && !Boolean.FALSE.equals(value)) {
                values.put(option, value);
            }
        }
        return values;
    }
}
