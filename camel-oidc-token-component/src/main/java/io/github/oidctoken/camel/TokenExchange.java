package io.github.oidctoken.camel;

import io.github.oidctoken.camel.InputToken.Value;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.token.ClientTokens;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Finds the tokens that a client gets in exchange (RFC 8693) for what each Camel exchange brings. Thread-safe. */
final class TokenExchange {

    private static final int LONGEST_CHAIN = 8;

    private final ClientRegistration client;
    private final Grant.TokenExchange grant;
    private final InputTokenOption subject;
    private final InputTokenOption actor;
    private final Function<String, OidcTokenClient> clients;

    TokenExchange(
            ClientRegistration client,
            Grant.TokenExchange grant,
            CamelContext context,
            Function<String, OidcTokenClient> clients) {
        this.client = client;
        this.grant = grant;
        this.clients = clients;
        this.subject = new InputTokenOption(
                client, "subjectToken", grant.subjectToken(), OidcTokenConstants.SUBJECT_TOKEN, context);
        this.actor =
                new InputTokenOption(client, "actorToken", grant.actorToken(), OidcTokenConstants.ACTOR_TOKEN, context);
    }

    TokenSource tokens(Exchange exchange, ClientTokens tokens, String principal) {
        InputToken subjectToken = subject.of(exchange, clients);
        if (subjectToken == null) {
            throw new ClientConfigurationException(
                    client.name(),
                    "there is no token to exchange. Set " + client.option("subjectToken")
                            + " to an expression such as ${header.Authorization} or to client:NAME, or the header "
                            + OidcTokenConstants.SUBJECT_TOKEN + " before the call.");
        }
        InputToken actorToken = actor.of(exchange, clients);
        ExchangedTokens exchanged = new ExchangedTokens(
                subjectToken, actorToken, (value, acting) -> exchanged(tokens, principal, value, acting));
        boolean waits = subjectToken.tokens() != null || (actorToken != null && actorToken.tokens() != null);
        return waits
                ? exchanged
                : exchanged(tokens, principal, subjectToken.get(), actorToken == null ? null : actorToken.get());
    }

    private TokenSource exchanged(ClientTokens tokens, String principal, Value subjectToken, @Nullable Value acting) {
        Grant presented =
                grant.presenting(subjectToken.token(), acting == null ? null : acting.token(), subjectToken.endsAt());
        return tokens.of(principal, client.withGrant(presented));
    }

    /**
     * Refuses a client that would exchange its own token, directly or through others, without end.
     *
     * @param others the registrations that {@code client:NAME} may name
     */
    static void check(ClientRegistration client, Function<String, @Nullable ClientRegistration> others) {
        check(client, client, others, 0);
    }

    private static void check(
            ClientRegistration first,
            ClientRegistration client,
            Function<String, @Nullable ClientRegistration> others,
            int depth) {
        if (!(client.grant() instanceof Grant.TokenExchange exchange)) {
            return;
        }
        for (String option : new String[] {"subjectToken", "actorToken"}) {
            String name = InputTokenOption.clientName(
                    option.equals("subjectToken") ? exchange.subjectToken() : exchange.actorToken());
            if (name == null) {
                continue;
            }
            ClientRegistration other = others.apply(name);
            if (other == null) {
                throw new ClientConfigurationException(
                        client.name(),
                        client.option(option) + " names the client '" + name
                                + "', which is not configured. Configure clients[" + name + "], or correct the name.");
            }
            if (depth > LONGEST_CHAIN) {
                throw new ClientConfigurationException(
                        first.name(), first.option(option) + " leads back to this client by way of '" + name + "'.");
            }
            check(first, other, others, depth + 1);
        }
    }
}
