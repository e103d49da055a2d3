package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/** Stops the start at a mistyped key below {@code clients}, which Spring Boot by itself would pass over in silence. */
class ClientKeysCheck implements InitializingBean {

    private static final String CLIENTS = OidcTokenProperties.PREFIX + ".clients";

    private final Environment environment;

    ClientKeysCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        Binder binder = new Binder(
                ConfigurationPropertySources.get(environment), new PropertySourcesPlaceholdersResolver(environment));
        Bindable<Map<String, OidcTokenConfiguration>> clients =
                Bindable.mapOf(String.class, OidcTokenConfiguration.class);
        try {
            binder.bind(CLIENTS, clients, new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true));
        } catch (BindException e) {
            UnboundConfigurationPropertiesException unbound = unbound(e);
            if (unbound == null) {
                throw e;
            }
            throw new UnknownClientOptionException(unbound.getUnboundProperties());
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
