package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.renewal.ClientStatus;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/** One client in JMX. It shows fingerprints and times, never a token. A blank principal means the client's own. */
@ManagedResource(description = "Client of the oidc-token component")
public final class ManagedClient {

    private static final long PATIENCE_SECONDS = 30;

    private final ObservedClient client;

    ManagedClient(ObservedClient client) {
        this.client = client;
    }

    @ManagedAttribute(description = "The client's name")
    public String getClient() {
        return client.name();
    }

    @ManagedAttribute(description = "The name of this node")
    public String getNode() {
        return client.status().node();
    }

    @ManagedAttribute(description = "UP, or DOWN when no caller can be served")
    public String getState() {
        return verdict().state().name();
    }

    @ManagedAttribute(description = "What is the matter and what helps; empty when all is well")
    public String getReason() {
        String reason = verdict().reason();
        return reason == null ? "" : reason;
    }

    @ManagedAttribute(description = "How many tokens are held, one for each principal")
    public int getTokens() {
        return client.status().tokens().size();
    }

    @ManagedAttribute(description = "When the token ends; empty without one, and with several principals")
    public String getExpiresAt() {
        return of(held -> held.token().expiresAt());
    }

    @ManagedAttribute(description = "When the refresh token ends; empty when that is not known")
    public String getRefreshExpiresAt() {
        return of(ClientStatus.Held::refreshExpiresAt);
    }

    @ManagedAttribute(description = "Why the last attempt failed; empty after a success")
    public String getLastError() {
        return of(held -> held.token().lastFailure());
    }

    @ManagedOperation(description = "Tells how it stands with a principal's token and why; fetches nothing")
    public String explain(String principal) {
        return told(() -> client.explain(named(principal)), String::valueOf);
    }

    @ManagedOperation(description = "Replaces a principal's token, even if it is still valid")
    public String renew(String principal) {
        return told(() -> client.renew(named(principal)), token -> "renewed");
    }

    @ManagedOperation(description = "Forgets a principal's access token; the next caller gets another")
    public void invalidate(String principal) {
        client.invalidate(named(principal));
    }

    private Verdict verdict() {
        return Verdict.of(client.status(), client.isOnePrincipals(), HealthCheck.State.UP);
    }

    private String of(Function<ClientStatus.Held, @Nullable Object> member) {
        ClientStatus status = client.status();
        return status.tokens().size() != 1
                ? ""
                : Optional.ofNullable(member.apply(status.tokens().get(0)))
                        .map(Object::toString)
                        .orElse("");
    }

    private static @Nullable String named(@Nullable String principal) {
        return principal == null || principal.isBlank() ? null : principal;
    }

    /** Exceptions of ours are not known to consoles on other machines, so they are told. */
    private static <T> String told(Supplier<? extends CompletionStage<? extends T>> call, Function<T, String> words) {
        try {
            return words.apply(call.get().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return "failed: " + (cause == null ? "no reason is known" : cause.getMessage());
        } catch (IllegalArgumentException | IllegalStateException | OidcTokenException e) {
            return "failed: " + e.getMessage();
        } catch (TimeoutException e) {
            return "not yet ended after " + PATIENCE_SECONDS + " s; it goes on";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted; it goes on";
        }
    }
}
