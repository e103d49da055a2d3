package io.github.oidctoken.testkit;

/**
 * Where the strict authorization server serves its endpoints.
 *
 * @param issuer the path part of the issuer: empty, or with a leading slash
 * @param token below the issuer
 * @param introspection below the issuer
 */
public record EndpointPaths(String issuer, String token, String introspection) {

    /** {@code /token} and {@code /introspect}, and an issuer without a path. */
    public static EndpointPaths plain() {
        return new EndpointPaths("", "/token", "/introspect");
    }

    /** As Keycloak and IFS Cloud have them: everything below {@code /auth/realms/REALM}. */
    public static EndpointPaths keycloak(String realm) {
        String token = "/protocol/openid-connect/token";
        return new EndpointPaths("/auth/realms/" + realm, token, token + "/introspect");
    }
}
