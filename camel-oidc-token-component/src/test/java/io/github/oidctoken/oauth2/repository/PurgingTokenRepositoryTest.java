package io.github.oidctoken.oauth2.repository;

import static io.github.oidctoken.oauth2.repository.DocumentVersion.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PurgingTokenRepositoryTest {

    private final FakeTime time = new FakeTime();
    private final Random random = new Random(11);
    private final FaultyTokenRepository store =
            new FaultyTokenRepository(new MemoryTokenRepository(), FaultPlan.none());
    private final TokenRepository repository =
            new PurgingTokenRepository(store, Runnable::run, time.scheduler(), time, random);

    @Test
    void aStoreThatIsOnlyReadIsNeverPurged() {
        repository.find("k");
        repository.keys("");

        assertThat(time.scheduler().waiting()).isZero();
    }

    @Test
    void anExpiredDocumentGoesNinetyMinutesAfterAWriteAtTheLatest() {
        store("expired", time.now().minus(Duration.ofMinutes(90)));
        store("kept", null);
        store("just expired", time.now().minusSeconds(1));
        time.advance(Duration.ofMinutes(29));
        assertThat(repository.keys("")).hasSize(3);

        time.advance(Duration.ofMinutes(61));
        assertThat(repository.keys("")).doesNotContain("expired").contains("kept");
    }

    @Test
    void aDocumentIsKeptAnHourBeyondItsEndSinceClocksDiffer() {
        store("k", time.now().plus(Duration.ofMinutes(91)));
        store("other", null);
        time.advance(Duration.ofMinutes(90));
        store("third", null);
        time.advance(Duration.ofMinutes(60));
        assertThat(repository.keys("")).contains("k");

        time.advance(Duration.ofMinutes(90));
        store("fourth", null);
        time.advance(Duration.ofMinutes(90));
        assertThat(repository.keys("")).doesNotContain("k");
    }

    @Test
    void manyWritesPlanOnePurge() {
        IntStream.range(0, 100).forEach(i -> store("k" + i, null));

        assertThat(time.scheduler().waiting()).isEqualTo(1);
    }

    @Test
    void nodesDoNotPurgeAllAtOnce() {
        long purges = IntStream.range(0, 20)
                .mapToObj(seed -> {
                    FakeTime clock = new FakeTime();
                    Instant start = clock.now();
                    Instant[] at = new Instant[1];
                    TokenRepository node = new PurgingTokenRepository(
                            new MemoryTokenRepository(),
                            purge -> at[0] = clock.now(),
                            clock.scheduler(),
                            clock,
                            new Random(seed));
                    node.compareAndSet("k", ABSENT, document(null));
                    clock.advance(Duration.ofMinutes(90));
                    return Duration.between(start, at[0]).toMinutes();
                })
                .distinct()
                .count();

        assertThat(purges).isGreaterThan(10);
    }

    @Test
    void aPurgeThatFailsDisturbsNobodyAndIsTriedAgainAfterTheNextWrite() {
        store("expired", time.now().minus(Duration.ofDays(1)));
        store.goDown();
        time.advance(Duration.ofMinutes(90));
        store.comeBack();
        assertThat(store.faults()).isEqualTo(1);
        assertThat(repository.keys("")).contains("expired");

        store("k", null);
        time.advance(Duration.ofMinutes(90));
        assertThat(repository.keys("")).containsExactly("k");
    }

    @Test
    void writingGoesOnWhenTheSchedulerOrTheThreadsAreGone() {
        TokenRepository withoutThreads = new PurgingTokenRepository(
                store,
                task -> {
                    throw new RejectedExecutionException();
                },
                time.scheduler(),
                time,
                random);
        assertThat(withoutThreads.compareAndSet("a", ABSENT, document(null))).isTrue();
        time.advance(Duration.ofMinutes(90));
        time.scheduler().shutdown();

        assertThat(repository.compareAndSet("b", ABSENT, document(null))).isTrue();
        assertThat(store.keys("")).containsExactlyInAnyOrder("a", "b");
    }

    private void store(String key, @Nullable Instant expiresAt) {
        assertThat(repository.compareAndSet(key, ABSENT, document(expiresAt))).isTrue();
    }

    private TokenDocument document(@Nullable Instant expiresAt) {
        return new TokenDocument("session", ABSENT.next(random), expiresAt, "x");
    }
}
