package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Hands the properties below {@code camel.component.oidc-token} to the component when Camel creates it. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnBean(CamelContext.class)
@ConditionalOnProperty(prefix = OidcTokenProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(OidcTokenProperties.class)
public class OidcTokenAutoConfiguration {

    @Bean
    static ClientKeysCheck oidcTokenClientKeysCheck(Environment environment) {
        return new ClientKeysCheck(environment);
    }

    @Bean
    ComponentCustomizer oidcTokenComponentCustomizer(OidcTokenProperties properties) {
        return ComponentCustomizer.forType(OidcTokenComponent.class, component -> configure(component, properties));
    }

    /** The clients must be there before the routes that they match by {@code routes}: such a route does not name them. */
    @Bean
    CamelContextConfiguration oidcTokenRoutePatterns(OidcTokenProperties properties) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                if (properties.getClients().values().stream().anyMatch(client -> client.getRoutes() != null)) {
                    context.getComponent("oidc-token");
                }
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing is left to do
            }
        };
    }

    private static void configure(OidcTokenComponent component, OidcTokenProperties properties) {
        properties.getClients().forEach(component::addClient);
        component.setLazyStartProducer(properties.isLazyStartProducer());
        component.setAutowiredEnabled(properties.isAutowiredEnabled());
        component.setRepository(properties.getRepository());
        component.setEncryptionKeys(properties.getEncryptionKeys());
        component.setAllowPlaintext(properties.isAllowPlaintext());
        component.setCreateTable(properties.isCreateTable());
        component.setTableName(properties.getTableName());
        component.setNodeId(properties.getNodeId());
        component.setEager(properties.isEager());
        component.setHealthCheckEnabled(properties.isHealthCheckEnabled());
        component.setHealthBeforeFirstUse(properties.getHealthBeforeFirstUse());
        component.setBridgeErrorHandler(properties.isBridgeErrorHandler());
    }
}
