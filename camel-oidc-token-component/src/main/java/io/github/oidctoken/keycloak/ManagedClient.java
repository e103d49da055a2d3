package io.github.oidctoken.keycloak;

import io.github.oidctoken.oauth2.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that is to exist at Keycloak.
 *
 * @param secret given to a confidential client that is made; absent when Keycloak makes one up
 * @param kind how it is made if it is missing; one that exists is left as it is
 */
public record ManagedClient(String clientId, @Nullable Secret secret, Kind kind) {

    /** How a client proves who it is. */
    public enum Kind {
        CONFIDENTIAL,
        PUBLIC
    }

    Map<String, Object> representation() {
        boolean confidential = kind == Kind.CONFIDENTIAL;
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("clientId", clientId);
        members.put("enabled", true);
        members.put("protocol", "openid-connect");
        members.put("publicClient", !confidential);
        members.put("serviceAccountsEnabled", confidential);
        members.put("standardFlowEnabled", false);
        members.put("directAccessGrantsEnabled", false);
        if (confidential && secret != null) {
            members.put("secret", secret.value());
        }
        return members;
    }
}
