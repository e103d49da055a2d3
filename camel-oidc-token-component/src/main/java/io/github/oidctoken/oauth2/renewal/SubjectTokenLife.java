package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.UnverifiedExpiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Ends an exchanged token with the token that it was exchanged for, as far as that one's end is known. */
final class SubjectTokenLife {

    /** The server has just accepted the subject token, so one that seems to have ended tells of clocks that differ. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private SubjectTokenLife() {}

    static Received bounded(Received received, Grant grant) {
        if (!(grant instanceof Grant.TokenExchange exchange)) {
            return received;
        }
        return Stream.of(byItsOwnWords(exchange, received), asItIsKnown(exchange, received))
                .flatMap(Optional::stream)
                .map(left -> left.compareTo(SHORTEST) < 0 ? SHORTEST : left)
                .filter(left -> left.compareTo(received.lifetime()) < 0)
                .min(Duration::compareTo)
                .map(received::withLifetime)
                .orElse(received);
    }

    /** A JWT tells the server's time, and so does the answer's Date. */
    private static Optional<Duration> byItsOwnWords(Grant.TokenExchange exchange, Received received) {
        Secret subject = exchange.subjectToken();
        Instant serverTime = received.response().serverTime();
        Instant now = serverTime == null ? received.sentAt() : serverTime;
        return Optional.ofNullable(subject).flatMap(UnverifiedExpiry::of).map(end -> Duration.between(now, end));
    }

    private static Optional<Duration> asItIsKnown(Grant.TokenExchange exchange, Received received) {
        return Optional.ofNullable(exchange.subjectEndsAt()).map(end -> Duration.between(received.sentAt(), end));
    }
}
