package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Which clients there are, with their grant and their authorization server. What changes with time is health. */
record ClientsInfo(CamelContext context) implements InfoContributor {

    @Override
    public void contribute(Info.Builder builder) {
        if (context.hasComponent("oidc-token") instanceof OidcTokenComponent component) {
            Map<String, Object> clients = new LinkedHashMap<>();
            component.names().forEach(name -> clients.put(name, client(component, name)));
            builder.withDetail("oidcToken", Map.of("clients", clients));
        }
    }

    private static Map<String, String> client(OidcTokenComponent component, String name) {
        ClientRegistration registration = component.client(name).registration();
        ProviderMetadata provider = registration.provider();
        Map<String, String> told = new LinkedHashMap<>();
        told.put("clientId", registration.clientId());
        told.put("grant", registration.grant().grantType());
        Stream.of(provider.issuer(), provider.tokenEndpoint())
                .filter(Objects::nonNull)
                .findFirst()
                .map(URI::toString)
                .ifPresent(server -> told.put("server", server));
        return told;
    }
}
