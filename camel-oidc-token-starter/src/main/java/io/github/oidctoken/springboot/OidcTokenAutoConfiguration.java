package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Hands the properties below {@code camel.component.oidc-token} to the component when Camel creates it. An application that has an {@link OidcTokenComponent}
 * bean configures it by itself.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnBean(CamelContext.class)
@ConditionalOnMissingBean(OidcTokenComponent.class)
@ConditionalOnProperty(prefix = OidcTokenProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties
public class OidcTokenAutoConfiguration {

    @Bean
    static ClientKeysCheck oidcTokenClientKeysCheck(Environment environment) {
        return new ClientKeysCheck(environment);
    }

    @Bean
    static WrittenOptionsOnly oidcTokenWrittenOptionsOnly(Environment environment) {
        return new WrittenOptionsOnly(environment);
    }

    /** Bound by the annotation of its class, as is one that the application has instead. */
    @Bean
    @ConditionalOnMissingBean
    OidcTokenProperties oidcTokenProperties() {
        return new OidcTokenProperties();
    }

    @Bean
    @ConditionalOnMissingBean(name = "oidcTokenComponentCustomizer")
    ComponentCustomizer oidcTokenComponentCustomizer(
            OidcTokenProperties properties, Environment environment, ObjectProvider<SslBundles> bundles) {
        ComponentSetup setup = new ComponentSetup(properties, environment, bundles);
        return ComponentCustomizer.forType(OidcTokenComponent.class, setup::apply);
    }

    /** The clients must be there before the routes that they match by {@code routes}: such a route does not name them. The same goes for the connect page. */
    @Bean
    BeforeRoutes oidcTokenRoutePatterns(
            OidcTokenProperties properties, ApplicationContext application, ObjectProvider<CamelContext> camel) {
        return new BeforeRoutes(application, camel, context -> {
            boolean patterns = properties.getClients().values().stream().anyMatch(client -> client.getRoutes() != null);
            if (patterns || properties.getConnectPage() != null) {
                context.getComponent("oidc-token");
            }
        });
    }
}
