package io.github.oidctoken.oauth2.client;

import io.github.oidctoken.oauth2.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One validated client: who we are at which server, by which grant, and what the tokens are for.
 *
 * @param name how routes name the client
 * @param provider where the server is asked; complete only after discovery when {@code tokenEndpoint} is absent
 * @param clientId the {@code client_id}
 * @param clientSecret absent for a public client
 * @param grant what is presented for the first access token
 * @param request what is asked for
 * @param principal whose token: {@code default}, or an expression that the adapter evaluates for every exchange
 * @param renewal when tokens are renewed and how long anybody waits
 * @param targets URI prefixes that may receive the token
 * @param routes patterns of the routes that are authorized without naming the client
 * @param rejectedWhen an expression, which the adapter evaluates, for replies by which an API refuses a token otherwise than by 401
 * @param reusableRefreshToken whether the server does not rotate the configured refresh token
 * @param allowInsecure whether plain http to other machines is accepted
 * @param validation how tokens that others present are judged
 */
public record ClientRegistration(
        String name,
        ProviderMetadata provider,
        String clientId,
        @Nullable Secret clientSecret,
        ClientAuthenticationMethod clientAuthentication,
        Grant grant,
        TokenRequestParameters request,
        String principal,
        RenewalSettings renewal,
        List<String> targets,
        List<String> routes,
        @Nullable String rejectedWhen,
        boolean reusableRefreshToken,
        boolean allowInsecure,
        ValidationSettings validation) {

    /** The principal of a client whose {@code principal} option is not set. */
    public static final String DEFAULT_PRINCIPAL = "default";

    /** In characters. */
    public static final int LONGEST_PRINCIPAL = 256;

    public ClientRegistration {
        targets = List.copyOf(targets);
        routes = List.copyOf(routes);
    }

    /**
     * Reads and validates a client's options, completed by its provider's preset. No network call is made.
     *
     * @throws ClientConfigurationException naming the client, the option and the remedy
     */
    public static ClientRegistration of(ClientOptions options) {
        return new ClientRegistrations().read(options);
    }

    /** The same client with another secret. */
    public ClientRegistration withClientSecret(Secret secret) {
        return with(secret, grant);
    }

    /** The same client that presents something else. */
    public ClientRegistration withGrant(Grant presented) {
        return with(clientSecret, presented);
    }

    private ClientRegistration with(@Nullable Secret secret, Grant presented) {
        return new ClientRegistration(
                name,
                provider,
                clientId,
                secret,
                clientAuthentication,
                presented,
                request,
                principal,
                renewal,
                targets,
                routes,
                rejectedWhen,
                reusableRefreshToken,
                allowInsecure,
                validation);
    }

    /** The client's options as error messages name them: {@code clients[ifs].client-secret}. */
    public String option(String camelCase) {
        return "clients[" + name + "]." + ClientOptions.kebab(camelCase);
    }
}
