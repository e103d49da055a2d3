package io.github.oidctoken.camel;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

/**
 * Takes whatever Camel's property binding has for the clients of the component. Judging it is left to the component, which, unlike Camel, does not print
 * the value of a name that it does not know. For Camel only.
 */
public final class RawOptionsConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    @Override
    public boolean configure(CamelContext camelContext, Object target, String name, Object value, boolean ignoreCase) {
        if (target instanceof RawClients clients) {
            clients.put(name, value);
        } else {
            ((RawOptions) target).put(name, value);
        }
        return true;
    }

    @Override
    public @Nullable Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return target instanceof RawClients clients ? clients.dotted(name) : ((RawOptions) target).below(name);
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return Map.class;
    }
}
