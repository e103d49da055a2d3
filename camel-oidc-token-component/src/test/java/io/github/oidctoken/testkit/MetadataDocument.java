package io.github.oidctoken.testkit;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The discovery document (OpenID Connect Discovery 1.0 section 3, RFC 8414). Its keys sign ID tokens only, because the other
 * tokens are opaque.
 */
final class MetadataDocument {

    private MetadataDocument() {}

    static Map<String, Object> of(
            URI issuer,
            URI authorizationEndpoint,
            URI tokenEndpoint,
            URI introspectionEndpoint,
            URI jwks,
            URI pushedAuthorizationRequestEndpoint,
            URI deviceAuthorizationEndpoint,
            boolean requiresPushedRequests,
            Set<String> scopes) {
        List<String> methods = List.of("client_secret_basic", "client_secret_post", "none");
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer.toString());
        members.put("authorization_endpoint", authorizationEndpoint.toString());
        members.put("authorization_response_iss_parameter_supported", true);
        members.put("code_challenge_methods_supported", List.of("S256"));
        members.put("token_endpoint", tokenEndpoint.toString());
        members.put("introspection_endpoint", introspectionEndpoint.toString());
        members.put("jwks_uri", jwks.toString());
        members.put("pushed_authorization_request_endpoint", pushedAuthorizationRequestEndpoint.toString());
        members.put("device_authorization_endpoint", deviceAuthorizationEndpoint.toString());
        members.put("require_pushed_authorization_requests", requiresPushedRequests);
        members.put("response_modes_supported", List.of("query", "form_post"));
        members.put("grant_types_supported", TokenEndpoint.GRANTS);
        members.put("token_endpoint_auth_methods_supported", methods);
        members.put("introspection_endpoint_auth_methods_supported", methods.subList(0, 2));
        members.put("response_types_supported", List.of("code"));
        members.put("subject_types_supported", List.of("public"));
        members.put("id_token_signing_alg_values_supported", List.of("RS256"));
        if (!scopes.isEmpty()) {
            members.put("scopes_supported", List.copyOf(new TreeSet<>(scopes)));
        }
        return members;
    }
}
