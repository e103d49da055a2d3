package io.github.oidctoken.integration.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often a cluster got new tokens, measured by the lives of its tokens.
 *
 * <p>A <em>generation</em> is what one successful token request brought. A <em>lifetime</em> begins with a generation and lasts until the first later one
 * that came when half of the token's use had passed: the component renews at three quarters of it at the earliest, and the rest is for a request that was slow
 * to arrive. The use is the life less a second and a tenth of it, at most two
 * seconds. Generations that came before that were superfluous, and count to the same lifetime.
 *
 * <p>So a cluster that gets every generation exactly once has one renewal per lifetime, and one of four nodes that each get their own has four.
 *
 * @param generations how many there were
 * @param lifetimes how many were needed
 */
record Lifetimes(int generations, int lifetimes) {

    /**
     * Counts.
     *
     * @param obtained when the generations were obtained
     * @param life of an access token
     */
    static Lifetimes of(List<Instant> obtained, Duration life) {
        Duration unused = Duration.ofMillis(Math.min(2000, 1000 + life.toMillis() / 10));
        Duration due = life.minus(unused).dividedBy(2);
        int lifetimes = 0;
        Instant begin = Instant.MIN;
        for (Instant generation : obtained.stream().sorted().toList()) {
            if (lifetimes == 0 || !generation.isBefore(begin.plus(due))) {
                lifetimes++;
                begin = generation;
            }
        }
        return new Lifetimes(obtained.size(), lifetimes);
    }

    double renewalsPerLifetime() {
        return (double) generations / lifetimes;
    }
}
