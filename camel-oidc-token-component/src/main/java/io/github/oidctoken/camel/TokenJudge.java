package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ValidationMethod;
import io.github.oidctoken.oauth2.validation.TokenRequirements;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint with {@code operation=validate} demands of tokens.
 *
 * @param keepToken whether the token stays on the message
 */
record TokenJudge(OidcTokenClient client, TokenRequirements requirements, boolean keepToken) {

    private static final Logger LOG = LoggerFactory.getLogger(TokenJudge.class);

    /**
     * Reads the demands of an endpoint; says once if they are worth nothing.
     *
     * @throws ClientConfigurationException if they cannot be judged
     */
    static TokenJudge of(OidcTokenEndpoint endpoint) {
        OidcTokenClient client = endpoint.authorizedClient();
        check(client.registration());
        return new TokenJudge(
                client, new TokenRequirements(scopes(endpoint.getConfiguration().getScope())), endpoint.isKeepToken());
    }

    CompletionStage<Map<String, Object>> judge(Secret token) {
        return client.validate(token, requirements);
    }

    /** Lets the exchange go on with the token's claims. */
    void accept(Map<String, Object> claims, Exchange exchange) {
        exchange.setProperty(OidcTokenConstants.CLAIMS, claims);
        if (!keepToken) {
            PresentedToken.remove(exchange);
        }
    }

    private static void check(ClientRegistration client) {
        ValidationMethod method = client.validation().method();
        if (method == ValidationMethod.AUDIENCE_ONLY) {
            LOG.warn(
                    "Client '{}': validation=audience-only proves nothing: anybody can write a token with that audience."
                            + " Use jwt, introspection or both wherever a token decides anything.",
                    client.name());
        }
        boolean signatures = method == ValidationMethod.JWT || method == ValidationMethod.BOTH;
        if (signatures && client.provider().issuer() == null) {
            throw new ClientConfigurationException(
                    client.name(),
                    client.option("issuer") + " is missing: a signature says nothing without the issuer that it is to"
                            + " come from. Set it, or validation=introspection.");
        }
    }

    private static List<String> scopes(@Nullable String written) {
        return written == null || written.isBlank()
                ? List.of()
                : Arrays.asList(written.trim().split("[,\\s]+", -1));
    }
}
