package io.github.oidctoken.oauth2.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an authorization server is asked: its issuer and endpoints, as far as they are known. Members carry the meaning of RFC 8414 section 2.
 *
 * @param requiresPushedAuthorization whether the server takes authorization requests only where they were pushed before (RFC 9126)
 * @param issuerInResponse whether the server announces that every authorization response carries {@code iss} (RFC 9207)
 */
public record ProviderMetadata(
        @Nullable URI issuer,
        @Nullable URI tokenEndpoint,
        @Nullable URI authorizationEndpoint,
        @Nullable URI introspectionEndpoint,
        @Nullable URI revocationEndpoint,
        @Nullable URI userinfoEndpoint,
        @Nullable URI endSessionEndpoint,
        @Nullable URI deviceAuthorizationEndpoint,
        @Nullable URI pushedAuthorizationRequestEndpoint,
        @Nullable URI jwksUri,
        boolean requiresPushedAuthorization,
        boolean issuerInResponse) {

    /** What is known of a server that announces nothing further. */
    public ProviderMetadata(
            @Nullable URI issuer,
            @Nullable URI tokenEndpoint,
            @Nullable URI authorizationEndpoint,
            @Nullable URI introspectionEndpoint,
            @Nullable URI revocationEndpoint,
            @Nullable URI userinfoEndpoint,
            @Nullable URI endSessionEndpoint,
            @Nullable URI deviceAuthorizationEndpoint,
            @Nullable URI pushedAuthorizationRequestEndpoint,
            @Nullable URI jwksUri) {
        this(
                issuer,
                tokenEndpoint,
                authorizationEndpoint,
                introspectionEndpoint,
                revocationEndpoint,
                userinfoEndpoint,
                endSessionEndpoint,
                deviceAuthorizationEndpoint,
                pushedAuthorizationRequestEndpoint,
                jwksUri,
                false,
                false);
    }

    /** What is known here, completed from another source such as the server's own metadata document. */
    public ProviderMetadata completedBy(ProviderMetadata other) {
        return new ProviderMetadata(
                first(issuer, other.issuer),
                first(tokenEndpoint, other.tokenEndpoint),
                first(authorizationEndpoint, other.authorizationEndpoint),
                first(introspectionEndpoint, other.introspectionEndpoint),
                first(revocationEndpoint, other.revocationEndpoint),
                first(userinfoEndpoint, other.userinfoEndpoint),
                first(endSessionEndpoint, other.endSessionEndpoint),
                first(deviceAuthorizationEndpoint, other.deviceAuthorizationEndpoint),
                first(pushedAuthorizationRequestEndpoint, other.pushedAuthorizationRequestEndpoint),
                first(jwksUri, other.jwksUri),
                requiresPushedAuthorization || other.requiresPushedAuthorization,
                issuerInResponse || other.issuerInResponse);
    }

    private static @Nullable URI first(@Nullable URI mine, @Nullable URI other) {
        return mine != null ? mine : other;
    }
}
