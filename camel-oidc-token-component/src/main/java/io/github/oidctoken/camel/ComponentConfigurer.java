package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** The generated configurer of the component, with two options bound our way: {@code clients} as raw text, {@code repository} also as a bean. */
final class ComponentConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    private static final String SETTER = "set";

    private final PropertyConfigurer generated;
    private final PropertyConfigurerGetter getter;
    private final RawClients clients;

    ComponentConfigurer(PropertyConfigurer generated, RawClients clients) {
        this.generated = generated;
        this.getter = (PropertyConfigurerGetter) generated;
        this.clients = clients;
    }

    @Override
    public boolean configure(CamelContext camelContext, Object target, String name, Object value, boolean ignoreCase) {
        if (is("repository", name, ignoreCase) && value instanceof TokenRepository repository) {
            ((OidcTokenComponent) target).setTokenRepository(repository);
            return true;
        }
        if (is("healthBeforeFirstUse", name, ignoreCase)
                && value != null
                && !value.toString().matches("(?i)up|unknown")) {
            throw OptionName.ofComponent("healthBeforeFirstUse").wrong("must be UP or UNKNOWN.");
        }
        return generated.configure(camelContext, target, name, value, ignoreCase);
    }

    @Override
    public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return is("clients", name, ignoreCase) ? clients : getter.getOptionValue(target, name, ignoreCase);
    }

    /** None for {@code clients}: the binding then asks the value itself which configurer it wants. */
    @Override
    public @Nullable Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return is("clients", name, ignoreCase) ? null : getter.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public @Nullable Class<?> getOptionType(String name, boolean ignoreCase) {
        return getter.getOptionType(name, ignoreCase);
    }

    @Override
    public String @Nullable [] getAutowiredNames() {
        return getter.getAutowiredNames();
    }

    /** Whether the component has the option, in any spelling. */
    boolean knows(String option) {
        return getOptionType(option.replace("-", ""), true) != null;
    }

    /** Whether the option is one value, and neither an object nor a map with more below it. */
    boolean takesText(String option) {
        Class<?> type = getOptionType(option.replace("-", ""), true);
        return type != null && (type.isPrimitive() || type.isEnum() || type == String.class);
    }

    /** All options as properties are written: what the component can be told and the generated configurer knows of. */
    Set<String> names() {
        return Stream.of(OidcTokenComponent.class.getMethods())
                .filter(method -> method.getName().startsWith(SETTER) && method.getParameterCount() == 1)
                .map(method -> StringHelper.decapitalize(method.getName().substring(SETTER.length())))
                .filter(this::knows)
                .map(ClientOptions::kebab)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean is(String option, String name, boolean ignoreCase) {
        return ignoreCase ? option.equalsIgnoreCase(name) : option.equals(name);
    }
}
