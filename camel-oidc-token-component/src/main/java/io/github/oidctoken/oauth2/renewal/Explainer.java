package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells how it stands with a token and why. It looks at what this node holds and at the repository, asks no server and changes nothing. Thread-safe. */
final class Explainer {

    private final TokenManager manager;
    private final Renewals renewals;
    private final KeepAlive keepAlive;
    private final RenewalParts parts;
    private final PatientReads reads;

    Explainer(TokenManager manager, Renewals renewals, KeepAlive keepAlive, RenewalParts parts) {
        this.manager = manager;
        this.renewals = renewals;
        this.keepAlive = keepAlive;
        this.parts = parts;
        this.reads = new PatientReads(parts);
    }

    /** The answer; a repository that fails, or takes longer than the client's store budget, is told in it. */
    CompletionStage<Map<String, Object>> explain(ClientRegistration client, String principal) {
        AccessKey key = AccessKey.of(client, principal);
        TokenState token = manager.state(key);
        if (!client.grant().startsSession()) {
            return CompletableFuture.completedStage(
                    told(client, principal, token).members());
        }
        return reads.read(client, () -> keepAlive.reader().read(key.session())).handle((session, problem) -> {
            Explanation explanation = told(client, principal, token);
            if (session == null) {
                explanation.unreadable(reason(problem));
            } else {
                explanation.session(
                        session,
                        parts.server().time(key.session()),
                        renewals.hasUnsavedRotation(key.session()),
                        keepAlive.session(key.session()).orElse(null));
            }
            return explanation.members();
        });
    }

    private Explanation told(ClientRegistration client, String principal, TokenState token) {
        return new Explanation(
                client, principal, keepAlive.node(), token, parts.time().now());
    }

    private static String reason(@Nullable Throwable problem) {
        return problem instanceof RepositoryException known ? String.valueOf(known.getMessage()) : "it failed";
    }
}
