package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token outcome says of the server, whoever asked: a complete answer to this client, even a refusal, shows that it works.
 *
 * @param problem what is wrong with the server; absent when it works
 * @param retryAfter what the server asked for; absent when it did not
 */
record Availability(@Nullable String problem, @Nullable Duration retryAfter) {

    private static final Set<String> OVERLOADED = Set.of("temporarily_unavailable", "server_error", "slow_down");

    static Availability of(TokenOutcome outcome) {
        if (outcome instanceof TokenOutcome.NotSent notSent) {
            return new Availability(notSent.reason(), null);
        }
        if (outcome instanceof TokenOutcome.Unknown unknown) {
            return new Availability(unknown.reason(), null);
        }
        if (outcome instanceof TokenOutcome.Malformed malformed) {
            return new Availability("it answered " + malformed.detail(), null);
        }
        if (outcome instanceof TokenOutcome.Refused refused && isOverloaded(refused)) {
            String said = refused.error() == null ? "" : " " + refused.error();
            return new Availability("it answered " + refused.status() + said, refused.retryAfter());
        }
        return new Availability(null, null);
    }

    private static boolean isOverloaded(TokenOutcome.Refused refused) {
        return refused.status() == 429
                || refused.status() >= 500
                || (refused.error() != null && OVERLOADED.contains(refused.error()));
    }
}
