package io.github.oidctoken.springboot;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Stops the start at a mistyped key of the component, which Spring Boot by itself would pass over in silence. */
class ClientKeysCheck implements InitializingBean {

    /** Read by Camel itself. */
    private static final ConfigurationPropertyName CUSTOMIZER =
            ConfigurationPropertyName.of(OidcTokenProperties.PREFIX + ".customizer");

    private final Environment environment;

    ClientKeysCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        Binder binder = new Binder(
                ConfigurationPropertySources.get(environment), new PropertySourcesPlaceholdersResolver(environment));
        try {
            binder.bind(
                    OidcTokenProperties.PREFIX,
                    Bindable.of(OidcTokenProperties.class),
                    new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true));
        } catch (BindException e) {
            UnboundConfigurationPropertiesException unbound = unbound(e);
            if (unbound == null) {
                throw e;
            }
            Set<ConfigurationProperty> unknown = unbound.getUnboundProperties().stream()
                    .filter(property -> !CUSTOMIZER.isAncestorOf(property.getName()))
                    .collect(Collectors.toSet());
            if (!unknown.isEmpty()) {
                throw new UnknownClientOptionException(unknown);
            }
        }
    }

    private static @Nullable UnboundConfigurationPropertiesException unbound(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return unbound;
            }
        }
        return null;
    }
}
