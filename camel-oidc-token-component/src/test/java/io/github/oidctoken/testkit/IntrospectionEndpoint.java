package io.github.oidctoken.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Token introspection (RFC 7662) of access tokens. Any confidential client may ask about any token; Keycloak is stricter and
 * wants to find it in the token's audience. Thread-safe.
 */
final class IntrospectionEndpoint {

    private final ClientAuthenticator authenticator;
    private final TokenStore store;

    IntrospectionEndpoint(ClientAuthenticator authenticator, TokenStore store) {
        this.authenticator = authenticator;
        this.store = store;
    }

    /** The members of the introspection response, or an {@link OAuthRefusal}. */
    Map<String, Object> answer(TokenRequest request) {
        if (request.form().problem() != null) {
            throw OAuthRefusal.invalidRequest(request.form().problem());
        }
        if (authenticate(request).isPublic()) {
            throw new OAuthRefusal(403, "invalid_request", "Client not allowed.");
        }
        String token =
                request.form().get("token").orElseThrow(() -> OAuthRefusal.invalidRequest("Token not provided."));
        return store.valid(token).map(IntrospectionEndpoint::describe).orElse(Map.of("active", false));
    }

    private RegisteredClient authenticate(TokenRequest request) {
        try {
            return authenticator.authenticate(request.authorization(), request.form());
        } catch (OAuthRefusal refusal) {
            throw new OAuthRefusal(401, "invalid_client", "Client authentication failed.");
        }
    }

    private static Map<String, Object> describe(AccessToken token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("sub", token.subject());
        members.put("username", token.subject());
        members.put("client_id", token.clientId());
        members.put("token_type", "Bearer");
        members.put("iat", token.issuedAt().getEpochSecond());
        members.put("exp", token.expiresAt().getEpochSecond());
        if (!token.scope().isEmpty()) {
            members.put("scope", String.join(" ", new TreeSet<>(token.scope())));
        }
        return members;
    }
}
