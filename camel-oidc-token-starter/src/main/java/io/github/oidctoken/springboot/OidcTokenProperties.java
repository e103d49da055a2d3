package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties below {@code camel.component.oidc-token}, the same as those of camel-main. */
@ConfigurationProperties(OidcTokenProperties.PREFIX)
public class OidcTokenProperties {

    static final String PREFIX = "camel.component.oidc-token";

    /** Whether the component is configured by these properties. */
    private boolean enabled = true;

    /** The clients by name, which is made of letters, digits, dash and underscore. */
    private final Map<String, OidcTokenConfiguration> clients = new LinkedHashMap<>();

    /**
     * Where sessions with a refresh token are kept: memory, or the name of a TokenRepository bean that all nodes share. When not set, the only
     * TokenRepository bean is used, and memory if there is none.
     */
    private @Nullable String repository;

    /** Whether producers are started at their first message instead of with their routes. */
    private boolean lazyStartProducer;

    /** Whether options of the component may be filled with the only bean of their type. */
    private boolean autowiredEnabled = true;

    public boolean isLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public boolean isAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Map<String, OidcTokenConfiguration> getClients() {
        return clients;
    }

    public @Nullable String getRepository() {
        return repository;
    }

    public void setRepository(@Nullable String repository) {
        this.repository = repository;
    }
}
