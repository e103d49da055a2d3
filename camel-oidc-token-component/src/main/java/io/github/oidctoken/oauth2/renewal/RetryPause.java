package io.github.oidctoken.oauth2.renewal;

import java.time.Duration;

/** Pauses between attempts at something that answers badly: growing by half up to a limit. Not thread-safe. */
final class RetryPause {

    private static final Duration FIRST_AT_REPOSITORY = Duration.ofMillis(300);
    private static final Duration LONGEST_AT_REPOSITORY = Duration.ofSeconds(4);

    private final Duration longest;
    private Duration next;

    RetryPause(Duration first, Duration longest) {
        this.next = first;
        this.longest = longest;
    }

    /** Between reads while another node renews. */
    static RetryPause polling() {
        return new RetryPause(Duration.ofMillis(200), Duration.ofSeconds(1));
    }

    /**
     * Between attempts at a repository that fails.
     *
     * @param lease of the client; others take over a quarter of it after its end, and whoever has tokens to store must have tried again by then
     */
    static RetryPause repository(Duration lease) {
        Duration quarter = lease.dividedBy(4);
        return new RetryPause(shorter(FIRST_AT_REPOSITORY, quarter), shorter(LONGEST_AT_REPOSITORY, quarter));
    }

    Step.Pause step() {
        Duration pause = next;
        next = shorter(next.multipliedBy(3).dividedBy(2), longest);
        return new Step.Pause(pause);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
