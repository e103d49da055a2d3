package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.UserinfoEndpoint;
import io.github.oidctoken.oauth2.protocol.UserinfoEndpoint.Outcome;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who a client's tokens are about, as the server tells (OpenID Connect Core 1.0 section 5.3). Thread-safe. */
public final class UserInfo {

    private final RenewalParts parts;
    private final TokenManager manager;
    private final UserinfoEndpoint endpoint;
    private final SessionReader sessions;

    UserInfo(RenewalParts parts, TokenManager manager, UserinfoEndpoint endpoint) {
        this.parts = parts;
        this.manager = manager;
        this.endpoint = endpoint;
        this.sessions = new SessionReader(parts.repository());
    }

    /**
     * Asks with the principal's token; one that the server refuses is renewed once.
     *
     * @return the claims by name, {@code sub} among them; fails with {@link OidcTokenException} or {@link ClientConfigurationException}
     */
    public CompletionStage<Map<String, Object>> ask(ClientRegistration client, String principal) {
        TokenSource tokens = manager.tokens(client, principal);
        return tokens.request()
                .thenCompose(token -> ask(client, principal, token)
                        .thenCompose(outcome -> outcome instanceof Outcome.TokenRefused
                                ? tokens.renew(token).thenCompose(renewed -> ask(client, principal, renewed))
                                : CompletableFuture.completedStage(outcome))
                        .thenApply(outcome -> claims(client, outcome)));
    }

    private CompletionStage<Outcome> ask(ClientRegistration client, String principal, AccessToken token) {
        AccessKey who = AccessKey.of(client, principal);
        return CompletableFuture.supplyAsync(
                () -> {
                    ProviderMetadata server = parts.server().metadata(client, who, ProviderMetadata::userinfoEndpoint);
                    URI uri = server.userinfoEndpoint();
                    if (uri == null) {
                        throw new ClientConfigurationException(
                                client.name(),
                                "nothing says where the server tells who a token is about. Set "
                                        + client.option("userinfoEndpoint") + ", or " + client.option("issuer")
                                        + " of a server that names it.");
                    }
                    return checked(client, who, endpoint.ask(client, server, uri, token.headerValue()));
                },
                parts.threads().grants(client));
    }

    /** Section 5.3.2: what is said of somebody else than the ID token named must not be used. */
    private Outcome checked(ClientRegistration client, AccessKey who, Outcome outcome) {
        if (!(outcome instanceof Outcome.Claims claims) || !client.grant().startsSession()) {
            return outcome;
        }
        String subject = subject(client, who);
        return subject == null || subject.equals(claims.claims().get("sub"))
                ? outcome
                : new Outcome.Failed("its answer is about another person than the one who signed in", null);
    }

    private @Nullable String subject(ClientRegistration client, AccessKey who) {
        try {
            return sessions.read(who.session()).subject();
        } catch (RepositoryException e) {
            throw Failures.repositoryUnusable(client, e);
        }
    }

    private Map<String, Object> claims(ClientRegistration client, Outcome outcome) {
        if (outcome instanceof Outcome.Claims claims) {
            return claims.claims();
        }
        URI uri = parts.server().known(client).userinfoEndpoint();
        String said =
                "Client '" + client.name() + "': the userinfo request to " + EndpointUri.shown(String.valueOf(uri));
        if (outcome instanceof Outcome.TokenRefused refused) {
            throw new TokenRefusedException(
                    client.name(),
                    said + " was refused: " + refused.reason() + ". Most servers want openid among "
                            + client.option("scope") + ", and a token that a person signed in for.",
                    401,
                    null,
                    null,
                    null);
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        throw new TokenRequestNotSentException(
                client.name(), said + " brought nothing: " + failed.reason() + ".", failed.cause());
    }
}
