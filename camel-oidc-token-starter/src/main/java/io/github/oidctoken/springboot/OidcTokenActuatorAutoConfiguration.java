package io.github.oidctoken.springboot;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Shows the clients of the properties in Spring Boot's actuator: health {@code oidcToken} for groups, info {@code oidcToken}, no secrets. */
@AutoConfiguration(after = OidcTokenAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthContributor")
@ConditionalOnBean({CamelContext.class, OidcTokenProperties.class})
public class OidcTokenActuatorAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("oidc-token")
    @ConditionalOnMissingBean(name = "oidcTokenHealthContributor")
    HealthContributor oidcTokenHealthContributor(CamelContext context, OidcTokenProperties properties) {
        Map<String, ClientHealth> clients = new TreeMap<>();
        properties.getClients().keySet().forEach(name -> clients.put(name, new ClientHealth(context, name)));
        return CompositeHealthContributor.fromMap(clients);
    }

    @Bean
    @ConditionalOnEnabledInfoContributor(value = "oidc-token", fallback = InfoContributorFallback.DISABLE)
    @ConditionalOnMissingBean(name = "oidcTokenInfoContributor")
    InfoContributor oidcTokenInfoContributor(CamelContext context) {
        return new ClientsInfo(context);
    }

    @Bean
    @ConditionalOnMissingBean(name = "oidcTokenSanitizingFunction")
    SanitizingFunction oidcTokenSanitizingFunction() {
        return new HiddenSecrets();
    }
}
