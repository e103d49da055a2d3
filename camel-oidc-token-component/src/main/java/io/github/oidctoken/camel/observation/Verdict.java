package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenState;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client can serve its callers, and what to do if it cannot. It can as long as a usable token is held, since nobody waits meanwhile.
 *
 * @param reason what is the matter and what helps; also of a client that is UP, if something will go wrong
 */
record Verdict(HealthCheck.State state, @Nullable String reason) {

    private static final Predicate<ClientStatus.Held> USABLE =
            held -> held.token().freshness() != null && held.token().freshness() != Freshness.EXPIRED;
    private static final Predicate<ClientStatus.Held> FAILING =
            held -> held.token().failures() > 0;
    private static final Predicate<ClientStatus.Held> ENDED =
            held -> held.token().reauthorizationRequired();

    /** @param beforeFirstUse the state of a client whose token nobody has asked for */
    static Verdict of(ClientStatus status, boolean onePrincipals, HealthCheck.State beforeFirstUse) {
        List<ClientStatus.Held> tokens = status.tokens();
        if (tokens.isEmpty()) {
            return new Verdict(beforeFirstUse, "Client '" + status.client() + "': nobody has asked for a token yet.");
        }
        if (tokens.stream().anyMatch(ClientStatus.Held::unsavedRotation)) {
            return new Verdict(
                    HealthCheck.State.DOWN,
                    "Client '" + status.client()
                            + "': unsaved rotation: the repository has not stored the newest refresh"
                            + " token, and only this node has it. Check the repository; do not stop this node before it"
                            + " is stored.");
        }
        if (onePrincipals) {
            String failure = failure(tokens, ENDED.or(FAILING.and(USABLE.negate())));
            return failure != null ? new Verdict(HealthCheck.State.DOWN, failure) : up(status);
        }
        // one person's session that has ended says nothing of the others
        String failure = failure(tokens, FAILING.and(USABLE.negate()).and(ENDED.negate()));
        return failure != null && tokens.stream().noneMatch(USABLE)
                ? new Verdict(HealthCheck.State.DOWN, failure)
                : up(status);
    }

    private static Verdict up(ClientStatus status) {
        String failure = failure(status.tokens(), FAILING);
        if (failure != null) {
            return new Verdict(HealthCheck.State.UP, "The token held is still good, but renewals fail: " + failure);
        }
        return new Verdict(
                HealthCheck.State.UP,
                status.tokens().stream()
                        .filter(held -> held.expiring() != null)
                        .findFirst()
                        .map(held -> "Client '" + status.client() + "': the session ends at " + held.expiring()
                                + ", and renewing it does not put that off any more. Sign in again before.")
                        .orElse(null));
    }

    private static @Nullable String failure(List<ClientStatus.Held> tokens, Predicate<ClientStatus.Held> which) {
        return tokens.stream()
                .filter(which)
                .map(ClientStatus.Held::token)
                .map(TokenState::lastFailure)
                .map(String::valueOf)
                .findFirst()
                .orElse(null);
    }
}
