package io.github.oidctoken.testkit;

/**
 * Where the strict authorization server serves its endpoints.
 *
 * @param issuer the path part of the issuer: empty, or with a leading slash
 * @param token below the issuer
 * @param introspection below the issuer
 * @param authorization where persons sign in, below the issuer
 * @param jwks below the issuer
 */
public record EndpointPaths(String issuer, String token, String introspection, String authorization, String jwks) {

    /** {@code /token}, {@code /introspect}, {@code /authorize} and {@code /jwks}, and an issuer without a path. */
    public static EndpointPaths plain() {
        return new EndpointPaths("", "/token", "/introspect", "/authorize", "/jwks");
    }

    /** As Keycloak and IFS Cloud have them: everything below {@code /auth/realms/REALM}. */
    public static EndpointPaths keycloak(String realm) {
        String protocol = "/protocol/openid-connect";
        return new EndpointPaths(
                "/auth/realms/" + realm,
                protocol + "/token",
                protocol + "/token/introspect",
                protocol + "/auth",
                protocol + "/certs");
    }
}
