package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LifetimesTest {

    @Test
    void generationsThatAreEachObtainedWhenDueAreOnePerLifetime() {
        assertThat(lifetimes(0, 7.5, 15.5, 23.2)).isEqualTo(new Lifetimes(4, 4));
    }

    @Test
    void nodesThatEachObtainTheirOwnAreAsManyPerLifetimeAsThereAreNodes() {
        assertThat(lifetimes(0, 0.1, 0.2, 0.3, 7.5, 7.6, 7.6, 7.7)).isEqualTo(new Lifetimes(8, 2));
        assertThat(lifetimes(0, 0.1, 0.2, 0.3, 7.5, 7.6, 7.6, 7.7).renewalsPerLifetime())
                .isEqualTo(4.0);
    }

    @Test
    void oneThatComesTooEarlyIsSuperfluous() {
        assertThat(lifetimes(0, 3.9, 8, 16)).isEqualTo(new Lifetimes(4, 3));
    }

    @Test
    void theLastTwoSecondsOfALifeAreNoneOfItsUse() {
        assertThat(lifetimes(0, 4, 8)).isEqualTo(new Lifetimes(3, 3));
    }

    /** Of tokens that live for 10 s. */
    private static Lifetimes lifetimes(double... seconds) {
        return Lifetimes.of(
                DoubleStream.of(seconds)
                        .mapToObj(second -> Instant.ofEpochMilli((long) (second * 1000)))
                        .toList(),
                Duration.ofSeconds(10));
    }
}
