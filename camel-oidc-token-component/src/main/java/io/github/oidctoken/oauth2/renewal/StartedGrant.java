package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One renewal by a grant that starts no session: it never touches the repository, and nothing but time is lost when it is cut off. Thread-safe. */
final class StartedGrant implements StartedRenewal {

    private final RenewalRequest request;
    private final RenewalParts parts;
    private final CompletableFuture<TokenSet> tokens = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = tokens.handle((result, problem) -> null);
    private volatile boolean stopping;
    private volatile boolean sent;

    StartedGrant(RenewalRequest request, RenewalParts parts) {
        this.request = request;
        this.parts = parts;
    }

    CompletionStage<TokenSet> tokens() {
        return tokens;
    }

    /** Hands the work to the engine's threads. */
    void start() {
        parts.threads().grants(request.client()).execute(() -> {
            try {
                tokens.complete(run());
            } catch (RuntimeException | Error e) {
                tokens.completeExceptionally(e);
            }
        });
    }

    private TokenSet run() {
        ClientRegistration client = request.client();
        sent = true;
        if (stopping) {
            throw StartedRenewals.stopping(client);
        }
        TokenRequest.ByGrant grant =
                new TokenRequest.ByGrant(client.grant(), client.request().scopes());
        ClientRegistration presented = parts.secrets().present(client);
        Step.Event.Answered answered = parts.ask(request, presented, grant);
        if (ClientSecrets.refuses(answered.outcome()) && parts.secrets().reread(presented)) {
            answered = parts.ask(request, parts.secrets().present(client), grant);
        }
        if (answered.outcome() instanceof TokenOutcome.Granted granted) {
            Received received = Received.of(granted.response(), answered, client.renewal());
            return SubjectTokenLife.bounded(received, client.grant()).tokens(TokenSet.Origin.GRANT);
        }
        throw new Failures(client, grant.grantType()).of(answered.outcome());
    }

    @Override
    public void stop() {
        stopping = true;
        if (!sent) {
            tokens.completeExceptionally(StartedRenewals.stopping(request.client()));
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Nobody waits longer than that for its answer. */
    @Override
    public Duration patience() {
        return request.client().renewal().requestTimeout();
    }

    @Override
    public void abandoned() {
        // a token that nobody waits for is no loss
    }
}
