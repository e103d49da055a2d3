package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ResponseMode;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What is asked for, by the names of RFC 6749 section 4.1.1 and its extensions. */
    public Map<String, List<String>> parameters(ClientRegistration client) {
        Grant.AuthorizationCode grant = grant(client);
        List<String> scopes = client.request().scopes();
        com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder builder =
                new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(
                                ResponseType.CODE, new ClientID(client.clientId()))
                        .redirectionURI(grant.redirectUri())
                        .state(new State(state.value()))
                        .codeChallenge(new CodeVerifier(codeVerifier.value()), CodeChallengeMethod.S256);
        if (grant.responseMode() != ResponseMode.QUERY) {
            builder.customParameter("response_mode", grant.responseMode().value());
        }
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
        return builder.build().toParameters();
    }

    /**
     * The address at which a person signs in, for the browser.
     *
     * @param endpoint the authorization endpoint; what it has of a query stays
     */
    public URI uri(ClientRegistration client, URI endpoint) {
        return with(endpoint, parameters(client));
    }

    /**
     * The same where the server has the request already (RFC 9126 section 4).
     *
     * @param requestUri what the server gave for it
     */
    public static URI uri(ClientRegistration client, URI endpoint, String requestUri) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("client_id", List.of(client.clientId()));
        parameters.put("request_uri", List.of(requestUri));
        return with(endpoint, parameters);
    }

    private static URI with(URI endpoint, Map<String, List<String>> parameters) {
        String address = endpoint.toString();
        return URI.create(
                address + (endpoint.getRawQuery() == null ? "?" : "&") + URLUtils.serializeParameters(parameters));
    }

    private static Grant.AuthorizationCode grant(ClientRegistration client) {
        if (client.grant() instanceof Grant.AuthorizationCode grant) {
            return grant;
        }
        throw new IllegalArgumentException("The client's grant needs no sign-in");
    }
}
