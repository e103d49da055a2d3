package io.github.oidctoken.camel;

import io.github.oidctoken.keycloak.AdminRealm;
import io.github.oidctoken.keycloak.KeycloakAdmin;
import io.github.oidctoken.keycloak.ManagedClient;
import io.github.oidctoken.keycloak.ManagedClient.Kind;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What an admin call is about: the endpoint's option, else the header of that name, else the member of a Map body. */
record KeycloakInput(OidcTokenEndpoint endpoint, OidcTokenClient client, AdminRealm realm, Message message) {

    private static final String OURS = "client:";

    ManagedClient source() {
        return managed("sourceClient", endpoint.getSourceClient(), OidcTokenConstants.SOURCE_CLIENT);
    }

    ManagedClient target() {
        return managed("targetClient", endpoint.getTargetClient(), OidcTokenConstants.TARGET_CLIENT);
    }

    /** The client of createClient and findClient; a Map body may be its representation. */
    ManagedClient managed() {
        Object described = body().get("clientId");
        return endpoint.getManagedClient() == null && described != null
                ? described(described.toString())
                : managed("managedClient", endpoint.getManagedClient(), OidcTokenConstants.MANAGED_CLIENT);
    }

    /** What a Map body says of the client that is made, beyond its defaults. */
    Map<String, Object> representation() {
        Map<String, Object> members = new LinkedHashMap<>(body());
        members.remove("managedClient");
        return members;
    }

    String policyName() {
        String written = text(endpoint.getPolicyName(), null, "policyName");
        return written != null ? written : KeycloakAdmin.policyName(target().clientId());
    }

    private ManagedClient managed(String option, @Nullable String written, String header) {
        String value = text(written, header, option);
        if (value == null) {
            throw new ClientConfigurationException(
                    name(),
                    "operation=" + endpoint.getOperation() + " needs " + option + ": set the endpoint option " + option
                            + ", the header " + header + " or that member of a Map body.");
        }
        // only who writes the route may hand out a secret of ours
        return written != null && written.startsWith(OURS)
                ? ours(option, written.substring(OURS.length()).trim())
                : described(value);
    }

    private ManagedClient described(String clientId) {
        return new ManagedClient(clientId, null, endpoint.isPublicClient() ? Kind.PUBLIC : Kind.CONFIDENTIAL);
    }

    private ManagedClient ours(String option, String other) {
        ClientRegistration registration = client.other(other).registration();
        AdminRealm theirs = AdminRealm.of(registration, null);
        if (!theirs.equals(realm)) {
            throw new ClientConfigurationException(
                    name(),
                    option + " names the client '" + other + "', which belongs to " + theirs.uri()
                            + " and not to the realm that is administered, " + realm.uri()
                            + ". Its secret is not told there. Check adminRealm.");
        }
        return new ManagedClient(
                registration.clientId(),
                registration.clientSecret(),
                registration.clientSecret() == null ? Kind.PUBLIC : Kind.CONFIDENTIAL);
    }

    private @Nullable String text(@Nullable String written, @Nullable String header, String member) {
        Object value = written;
        if (value == null && header != null) {
            value = message.getHeader(header);
        }
        if (value == null) {
            value = body().get(member);
        }
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }

    private Map<String, Object> body() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (message.getBody() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }

    private String name() {
        return client.registration().name();
    }
}
