package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One renewal under way in a simulated node. */
final class SimulatedRenewal {
    final RenewalRequest request;
    final SessionRenewal renewal;
    final CompletableFuture<TokenSet> published = new CompletableFuture<>();
    String label = "";
    String attemptId = "";
    long announcedAt;
    long checkedAt;
    long decidedAt;
    long answeredAt;

    @Nullable
    Presentation presentation;

    SimulatedRenewal(RenewalRequest request, SessionRenewal renewal) {
        this.request = request;
        this.renewal = renewal;
    }

    boolean started() {
        return !label.isEmpty();
    }
}
