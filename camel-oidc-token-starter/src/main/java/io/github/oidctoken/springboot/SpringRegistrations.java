package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.NearestName;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The clients that the application already has below {@code spring.security.oauth2.client}, read as plain properties. Spring Security is not needed. */
final class SpringRegistrations {

    private static final String PREFIX = "spring.security.oauth2.client.";

    private final Map<String, Registration> registrations;
    private final Map<String, Provider> providers;

    private SpringRegistrations(Map<String, Registration> registrations, Map<String, Provider> providers) {
        this.registrations = registrations;
        this.providers = providers;
    }

    static SpringRegistrations of(Environment environment) {
        Binder binder = Binder.get(environment);
        return new SpringRegistrations(
                binder.bind(PREFIX + "registration", Bindable.mapOf(String.class, Registration.class))
                        .orElse(Map.of()),
                binder.bind(PREFIX + "provider", Bindable.mapOf(String.class, Provider.class))
                        .orElse(Map.of()));
    }

    /**
     * Gives a client the values of the registration that it names, where it has none of its own.
     *
     * @throws ClientConfigurationException if there is no such registration, or nothing is known of its provider
     */
    void complete(String name, ClientProperties client) {
        String id = client.getRegistration();
        if (id == null || id.isBlank()) {
            return;
        }
        Registration registration = registrations.get(id.trim());
        if (registration == null) {
            throw unknown(name, id.trim());
        }
        fill(client.getClientId(), registration.clientId(), client::setClientId);
        fill(client.getClientSecret(), registration.clientSecret(), client::setClientSecret);
        fill(client.getClientAuthentication(), registration.authentication(), client::setClientAuthentication);
        fill(client.getGrant(), registration.grant(), client::setGrant);
        fill(client.getScope(), registration.scopes(), client::setScope);
        if ("authorization_code".equals(client.getGrant())) {
            fill(client.getRedirectUri(), registration.ownRedirectUri(), client::setRedirectUri);
        }
        if (client.getProvider() == null && client.getIssuer() == null && client.getTokenEndpoint() == null) {
            completeProvider(name, client, registration.provider() == null ? id.trim() : registration.provider());
        }
    }

    private void completeProvider(String name, ClientProperties client, String id) {
        Provider provider = providers.get(id);
        if (provider == null && id.equals("google")) {
            client.setProvider("google");
            return;
        }
        if (provider == null || (provider.issuerUri() == null && provider.tokenUri() == null)) {
            throw new ClientConfigurationException(
                    name,
                    "clients[" + name + "].registration leads to the provider '" + id
                            + "', of which nothing says where to"
                            + " ask for a token. Set " + PREFIX + "provider." + id
                            + ".issuer-uri or .token-uri, or clients["
                            + name + "].issuer, .token-endpoint or .provider.");
        }
        fill(null, provider.issuerUri(), client::setIssuer);
        fill(null, provider.tokenUri(), client::setTokenEndpoint);
        fill(client.getAuthorizationEndpoint(), provider.authorizationUri(), client::setAuthorizationEndpoint);
        fill(client.getUserinfoEndpoint(), provider.userInfoUri(), client::setUserinfoEndpoint);
        fill(client.getJwksUri(), provider.jwkSetUri(), client::setJwksUri);
    }

    private ClientConfigurationException unknown(String name, String id) {
        String known = registrations.isEmpty()
                ? "There is none."
                : "Known are: " + String.join(", ", new TreeSet<>(registrations.keySet())) + "."
                        + NearestName.question(id, registrations.keySet());
        return new ClientConfigurationException(
                name,
                "clients[" + name + "].registration names '" + id + "', which is not below " + PREFIX + "registration. "
                        + known);
    }

    private static void fill(@Nullable String own, @Nullable String other, Consumer<String> setter) {
        if (own == null && other != null) {
            setter.accept(other);
        }
    }

    /** A registration as Spring Boot spells it. */
    record Registration(
            @Nullable String provider,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String clientAuthenticationMethod,
            @Nullable String authorizationGrantType,
            @Nullable String redirectUri,
            @Nullable List<String> scope) {

        /** Spring Security's default. */
        String grant() {
            return authorizationGrantType == null ? "authorization_code" : authorizationGrantType;
        }

        @Nullable
        String authentication() {
            return "basic".equals(clientAuthenticationMethod) || "post".equals(clientAuthenticationMethod)
                    ? "client_secret_" + clientAuthenticationMethod
                    : clientAuthenticationMethod;
        }

        /** A template such as {baseUrl}/login/oauth2/code/{registrationId} leads to Spring Security and not to a route. */
        @Nullable
        String ownRedirectUri() {
            return redirectUri == null || redirectUri.contains("{") ? null : redirectUri;
        }

        @Nullable
        String scopes() {
            return scope == null || scope.isEmpty() ? null : String.join(" ", scope);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Registration[" + clientId + "]";
        }
    }

    /** A provider as Spring Boot spells it. */
    record Provider(
            @Nullable String issuerUri,
            @Nullable String tokenUri,
            @Nullable String authorizationUri,
            @Nullable String userInfoUri,
            @Nullable String jwkSetUri) {}
}
