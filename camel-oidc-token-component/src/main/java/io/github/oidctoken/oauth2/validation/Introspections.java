package io.github.oidctoken.oauth2.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.protocol.IntrospectionEndpoint;
import io.github.oidctoken.oauth2.protocol.IntrospectionEndpoint.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What servers say of tokens. However many ask about a token at a time, one request goes out; that a token is active is remembered for the client's
 * {@code introspectionCache}, never beyond the token's end. Other answers and failures are never remembered. Tokens are known here by their SHA-256 only.
 * Thread-safe.
 */
final class Introspections {

    private static final int MOST = 10_000;

    private final IntrospectionEndpoint endpoint;
    private final ServerMetadata metadata;
    private final CurrentSecret secrets;
    private final TimeSource time;
    private final Outages outages;
    private final ConcurrentMap<Question, CompletableFuture<Map<String, Object>>> asking = new ConcurrentHashMap<>();
    private final Cache<Question, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MOST).build();

    Introspections(IntrospectionEndpoint endpoint, ServerMetadata metadata, CurrentSecret secrets, TimeSource time) {
        this.endpoint = endpoint;
        this.metadata = metadata;
        this.secrets = secrets;
        this.time = time;
        this.outages = new Outages(time);
    }

    /**
     * The server's answer, which may be that the token is not active.
     *
     * @return fails with {@link TokenNotValidatedException} when there is none
     */
    CompletionStage<Map<String, Object>> ask(
            ClientRegistration client, Secret token, @Nullable String hint, Executor executor) {
        Question question = Question.of(client, token, hint);
        Remembered known = remembered.getIfPresent(question);
        if (known != null
                && time.nanoTime() - known.untilNanos() < 0
                && time.now().isBefore(known.end())) {
            return CompletableFuture.completedStage(known.members());
        }
        CompletableFuture<Map<String, Object>> mine = new CompletableFuture<>();
        CompletableFuture<Map<String, Object>> before = asking.putIfAbsent(question, mine);
        if (before != null) {
            return before.minimalCompletionStage();
        }
        try {
            executor.execute(() -> answer(question, client, token, mine));
        } catch (RejectedExecutionException e) {
            asking.remove(question);
            mine.completeExceptionally(
                    new TokenNotValidatedException(client.name(), "the application is stopping.", null, e));
        }
        return mine.minimalCompletionStage();
    }

    private void answer(
            Question question,
            ClientRegistration client,
            Secret token,
            CompletableFuture<Map<String, Object>> pending) {
        try {
            Map<String, Object> members = request(client, token, question.hint());
            remember(question, client, members);
            asking.remove(question);
            pending.complete(members);
        } catch (RuntimeException e) {
            asking.remove(question);
            pending.completeExceptionally(e);
        }
    }

    private void remember(Question question, ClientRegistration client, Map<String, Object> members) {
        Duration use = client.validation().introspectionCache();
        if (Boolean.TRUE.equals(members.get("active")) && !use.isZero()) {
            Instant end = new Claims(members).time("exp").orElse(Instant.MAX);
            remembered.put(question, new Remembered(members, time.nanoTime() + use.toNanos(), end));
        }
    }

    private Map<String, Object> request(ClientRegistration configured, Secret token, @Nullable String hint) {
        URI uri = endpoint(configured);
        ClientRegistration client = secrets.present(configured);
        Outcome outcome = ask(client, uri, token, hint);
        if (outcome instanceof Outcome.Refused refused && refused.status() == 401 && secrets.reread(client)) {
            outcome = ask(secrets.present(configured), uri, token, hint);
        }
        if (outcome instanceof Outcome.Answered answered) {
            return answered.members();
        }
        throw failure(client, EndpointUri.shown(uri.toString()), outcome);
    }

    private Outcome ask(ClientRegistration client, URI uri, Secret token, @Nullable String hint) {
        String down = outages.enter(uri);
        if (down != null) {
            return new Outcome.Failed("it was held back, since the server has just failed others: " + down, null, null);
        }
        String problem = "it ended early";
        try {
            Outcome outcome = endpoint.ask(client, uri, token, hint);
            problem = outcome instanceof Outcome.Failed failed ? failed.reason() : null;
            return outcome;
        } finally {
            outages.saw(uri, problem);
        }
    }

    private URI endpoint(ClientRegistration client) {
        URI known = metadata.known(client).introspectionEndpoint();
        URI uri = known != null ? known : metadata.discovered(client).introspectionEndpoint();
        if (uri == null) {
            throw new TokenNotValidatedException(
                    client.name(),
                    "no introspection endpoint is known. Set " + client.option("introspectionEndpoint")
                            + ", or validation=jwt if the server signs its tokens.",
                    null,
                    null);
        }
        return uri;
    }

    private static TokenNotValidatedException failure(ClientRegistration client, String uri, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            String said = refused.status()
                    + (refused.error() == null ? "" : " " + refused.error())
                    + (refused.errorDescription() == null ? "" : ", " + refused.errorDescription());
            return new TokenNotValidatedException(
                    client.name(),
                    "the introspection request to " + uri + " was refused: " + said + (said.endsWith(".") ? " " : ". ")
                            + advice(client, refused),
                    refused.status(),
                    null);
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        return new TokenNotValidatedException(
                client.name(),
                "the introspection request to " + uri + " failed: " + failed.reason()
                        + ". Check that the server is up and can be reached from here, and "
                        + client.option("introspectionEndpoint") + ".",
                failed.status(),
                failed.cause());
    }

    private static String advice(ClientRegistration client, Outcome.Refused refused) {
        return switch (refused.status()) {
            case 401 ->
                "Check " + client.option("clientId") + ", " + client.option("clientSecret") + " and "
                        + client.option("clientAuthentication") + ".";
            case 403 ->
                "The server does not let this client ask; only confidential clients may at most servers. Check "
                        + client.option("clientId") + " and " + client.option("clientSecret") + ".";
            case 404, 405 -> "Check " + client.option("introspectionEndpoint") + ".";
            case 429 -> "A longer " + client.option("introspectionCache") + " spares the server.";
            default -> "Check what the server requires of introspection requests.";
        };
    }

    /**
     * Who asks what about which token.
     *
     * @param token its SHA-256
     */
    private record Question(
            String client,
            String clientId,
            ProviderKey server,
            String token,
            @Nullable String hint) {
        static Question of(ClientRegistration client, Secret token, @Nullable String hint) {
            ProviderKey server = new ProviderKey(
                    client.provider().introspectionEndpoint(), client.provider().issuer());
            return new Question(client.name(), client.clientId(), server, token.fingerprint(), hint);
        }
    }

    private record ProviderKey(
            @Nullable URI introspectionEndpoint, @Nullable URI issuer) {}

    private record Remembered(Map<String, Object> members, long untilNanos, Instant end) {}
}
