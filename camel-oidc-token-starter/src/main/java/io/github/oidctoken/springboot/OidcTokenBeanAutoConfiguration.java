package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Has Camel meet the {@link OidcTokenComponent} beans of an application in time: otherwise it asks for one when a route names it. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnBean({CamelContext.class, OidcTokenComponent.class})
public class OidcTokenBeanAutoConfiguration {

    /** Camel looks for the component {@code x} as a bean of this name or {@code x-component}. */
    private static final String SUFFIX = "-component";

    @Bean
    BeforeRoutes oidcTokenComponentBeans(
            ListableBeanFactory beans, ApplicationContext application, ObjectProvider<CamelContext> camel) {
        return new BeforeRoutes(
                application,
                camel,
                context -> beans.getBeansOfType(OidcTokenComponent.class).forEach((name, component) -> {
                    boolean patterns =
                            component.getClients().values().stream().anyMatch(client -> client.getRoutes() != null);
                    if (patterns || component.getConnectPage() != null) {
                        context.getComponent(
                                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
                    }
                }));
    }
}
