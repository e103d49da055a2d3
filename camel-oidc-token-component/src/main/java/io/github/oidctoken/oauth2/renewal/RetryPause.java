package io.github.oidctoken.oauth2.renewal;

import java.time.Duration;

/** Pauses between attempts at something that answers badly: growing by half up to a limit. Not thread-safe. */
final class RetryPause {

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

    /** Between attempts at a repository that fails. */
    static RetryPause repository() {
        return new RetryPause(Duration.ofMillis(300), Duration.ofSeconds(4));
    }

    Step.Pause step() {
        Duration pause = next;
        Duration grown = next.multipliedBy(3).dividedBy(2);
        next = grown.compareTo(longest) > 0 ? longest : grown;
        return new Step.Pause(pause);
    }
}
