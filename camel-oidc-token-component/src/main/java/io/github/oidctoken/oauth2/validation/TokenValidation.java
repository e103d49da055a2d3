package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.client.ValidationMethod;
import io.github.oidctoken.oauth2.protocol.IntrospectionEndpoint;
import io.github.oidctoken.oauth2.protocol.JsonWebKeys;
import io.github.oidctoken.oauth2.protocol.JwtSignatures;
import io.github.oidctoken.oauth2.protocol.JwtSignatures.Outcome;
import io.github.oidctoken.oauth2.protocol.MetadataEndpoint;
import io.github.oidctoken.oauth2.protocol.Transport;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges access tokens that others present, for the client as their audience. Never blocks the caller. Thread-safe. */
public final class TokenValidation {

    /** The hint of RFC 7662 section 2.1: what is judged here is an access token. */
    private static final String ACCESS_TOKEN = "access_token";

    private final JwtSignatures signatures;
    private final ServerMetadata metadata;
    private final Introspections introspections;
    private final InactiveTokens inactive;
    private final Function<ClientRegistration, Executor> threads;
    private final TimeSource time;

    /** @param threads for what blocks, by the client whose server is asked */
    public TokenValidation(
            Transport transport,
            TimeSource time,
            CurrentSecret secrets,
            Function<ClientRegistration, Executor> threads) {
        this.signatures = new JwtSignatures(new JsonWebKeys(transport, time));
        this.metadata = new ServerMetadata(new MetadataEndpoint(transport), time);
        this.introspections = new Introspections(new IntrospectionEndpoint(transport), metadata, secrets, time);
        this.inactive = new InactiveTokens(time);
        this.threads = threads;
        this.time = time;
    }

    /**
     * What the server says of a token (RFC 7662 section 2.2).
     *
     * @param hint the {@code token_type_hint}
     * @return members by their standard names, {@code active} a Boolean among them; fails with {@link TokenNotValidatedException}
     */
    public CompletionStage<Map<String, Object>> introspect(
            ClientRegistration client, Secret token, @Nullable String hint) {
        return introspections.ask(client, token, hint, threads.apply(client)).thenApply(members -> {
            if (!Boolean.TRUE.equals(members.get("active"))) {
                inactive.explain(client, token);
            }
            return members;
        });
    }

    /**
     * Judges a token by the client's validation method.
     *
     * @return the claims, completed by what the server said; fails with {@link TokenInvalidException}, or with {@link TokenNotValidatedException} when
     *     nobody could say
     */
    public CompletionStage<Map<String, Object>> validate(
            ClientRegistration client, Secret token, TokenRequirements requirements) {
        try {
            return judge(client, token, requirements);
        } catch (TokenInvalidException | TokenNotValidatedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Map<String, Object>> judge(
            ClientRegistration client, Secret token, TokenRequirements requirements) {
        ValidationMethod method = client.validation().method();
        if (method == null) {
            method = method(metadata.known(client));
        }
        if (method == null) {
            return blocking(client, () -> metadata.discovered(client))
                    .thenCompose(found -> judge(client, token, requirements, orIntrospection(method(found))));
        }
        return judge(client, token, requirements, method);
    }

    private static @Nullable ValidationMethod method(ProviderMetadata server) {
        if (server.jwksUri() != null && server.issuer() != null) {
            return ValidationMethod.JWT;
        }
        return server.introspectionEndpoint() == null ? null : ValidationMethod.INTROSPECTION;
    }

    private static ValidationMethod orIntrospection(@Nullable ValidationMethod method) {
        return method == null ? ValidationMethod.INTROSPECTION : method;
    }

    private CompletionStage<Map<String, Object>> judge(
            ClientRegistration client, Secret token, TokenRequirements requirements, ValidationMethod method) {
        return switch (method) {
            case JWT -> jwt(client, token).thenApply(claims -> scoped(client, claims, requirements));
            case INTROSPECTION -> introspected(client, token).thenApply(claims -> scoped(client, claims, requirements));
            case BOTH ->
                jwt(client, token)
                        .thenCompose(claims -> introspected(client, token).thenApply(said -> joined(claims, said)))
                        .thenApply(claims -> scoped(client, claims, requirements));
            case AUDIENCE_ONLY ->
                CompletableFuture.completedStage(scoped(client, unverified(client, token), requirements));
        };
    }

    private CompletionStage<Map<String, Object>> jwt(ClientRegistration client, Secret token) {
        URI known = metadata.known(client).jwksUri();
        if (known != null) {
            Outcome outcome = signatures
                    .verifyAtOnce(token.value(), JwtSignatures.ALGORITHMS, known, client.allowInsecure())
                    .orElse(null);
            if (outcome != null) {
                return CompletableFuture.completedStage(claims(client, outcome));
            }
        }
        return blocking(client, () -> {
            URI uri = known != null ? known : metadata.discovered(client).jwksUri();
            if (uri == null) {
                throw new TokenNotValidatedException(
                        client.name(),
                        "the server publishes no signing keys. Set " + client.option("jwksUri")
                                + ", or validation=introspection.",
                        null,
                        null);
            }
            return claims(
                    client, signatures.verify(token.value(), JwtSignatures.ALGORITHMS, uri, client.allowInsecure()));
        });
    }

    private Map<String, Object> claims(ClientRegistration client, Outcome outcome) {
        if (outcome instanceof Outcome.KeysUnavailable unavailable) {
            throw new TokenNotValidatedException(
                    client.name(),
                    "the server's signing keys cannot be had: " + unavailable.reason() + ". Check "
                            + client.option("jwksUri") + " and " + client.option("issuer") + ".",
                    null,
                    unavailable.cause());
        }
        if (outcome instanceof Outcome.Refused refused) {
            throw invalid(client, "the token " + refused.reason(), "");
        }
        Outcome.Verified verified = (Outcome.Verified) outcome;
        ClaimsCheck check = new ClaimsCheck(client, verified.claims(), time);
        check.accessToken(verified.header());
        check.issuer();
        check.time();
        check.audience();
        return verified.claims();
    }

    private CompletionStage<Map<String, Object>> introspected(ClientRegistration client, Secret token) {
        return introspect(client, token, ACCESS_TOKEN).thenApply(members -> {
            if (!Boolean.TRUE.equals(members.get("active"))) {
                throw invalid(client, "the token is not active", inactive.advice(client, token));
            }
            ClaimsCheck check = new ClaimsCheck(client, members, time);
            check.issuerIfNamed();
            check.timeIfNamed();
            check.audienceIfNamed();
            return members;
        });
    }

    private Map<String, Object> unverified(ClientRegistration client, Secret token) {
        Map<String, Object> claims = JwtSignatures.unverifiedClaims(token.value())
                .orElseThrow(() -> invalid(client, "the token is not a signed JWT", ""));
        ClaimsCheck check = new ClaimsCheck(client, claims, time);
        check.timeIfNamed();
        check.audience();
        return claims;
    }

    private Map<String, Object> scoped(
            ClientRegistration client, Map<String, Object> claims, TokenRequirements requirements) {
        new ClaimsCheck(client, claims, time).scopes(requirements);
        return claims;
    }

    private static Map<String, Object> joined(Map<String, Object> claims, Map<String, Object> said) {
        Map<String, Object> all = new LinkedHashMap<>(said);
        all.putAll(claims);
        return Collections.unmodifiableMap(all);
    }

    private <T> CompletionStage<T> blocking(ClientRegistration client, Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads.apply(client)).minimalCompletionStage();
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new TokenNotValidatedException(client.name(), "the application is stopping.", null, e));
        }
    }

    private static TokenInvalidException invalid(ClientRegistration client, String reason, String advice) {
        return new TokenInvalidException(client.name(), Problem.INVALID_TOKEN, reason, advice);
    }
}
