package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What ties an authorization request (RFC 6749 section 4.1.1) to one browser and to its answer. Immutable.
 *
 * @param state comes back with the answer
 * @param nonce comes back in the ID token
 * @param codeVerifier of PKCE (RFC 7636); the request carries its S256 challenge
 */
public record AuthorizationRequest(Secret state, Secret nonce, Secret codeVerifier) {

    private static final int BYTES = 32;

    /** One that nobody can guess: 256 bits each. */
    public static AuthorizationRequest random(RandomGenerator random) {
        return new AuthorizationRequest(secret(random), secret(random), secret(random));
    }

    private static Secret secret(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * The address at which a person signs in, for the browser.
     *
     * @param endpoint the authorization endpoint; what it has of a query stays
     */
    public URI uri(ClientRegistration client, URI endpoint) {
        if (!(client.grant() instanceof Grant.AuthorizationCode grant)) {
            throw new IllegalArgumentException("The client's grant needs no sign-in");
        }
        List<String> scopes = client.request().scopes();
        com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder builder =
                new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(
                                ResponseType.CODE, new ClientID(client.clientId()))
                        .endpointURI(endpoint)
                        .redirectionURI(grant.redirectUri())
                        .state(new State(state.value()))
                        .codeChallenge(new CodeVerifier(codeVerifier.value()), CodeChallengeMethod.S256);
        if (!scopes.isEmpty()) {
            builder.scope(new Scope(scopes.toArray(String[]::new)));
        }
        if (scopes.contains("openid")) {
            builder.customParameter("nonce", nonce.value());
        }
        if (!client.request().resources().isEmpty()) {
            builder.resources(client.request().resources().toArray(URI[]::new));
        }
        String audience = client.request().audience();
        if (audience != null) {
            builder.customParameter("audience", audience);
        }
        grant.authorizationParameters().forEach(builder::customParameter);
        return builder.build().toURI();
    }
}
