package io.github.oidctoken.testkit.repository;

import static io.github.oidctoken.testkit.repository.RepositoryFault.FAILS_AFTER_THE_EFFECT;
import static io.github.oidctoken.testkit.repository.RepositoryFault.FAILS_BEFORE_THE_EFFECT;
import static io.github.oidctoken.testkit.repository.RepositoryFault.NONE;
import static io.github.oidctoken.testkit.repository.RepositoryFault.READS_STALE;
import static io.github.oidctoken.testkit.repository.RepositoryFault.SAYS_FALSE_AFTER_THE_EFFECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.repository.FaultPlan.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyTokenRepositoryTest {

    private final TokenDocument one = document("1-a");
    private final TokenDocument two = document("2-b");
    private final TokenRepository store = new MemoryTokenRepository();
    private final FaultyTokenRepository faulty = new FaultyTokenRepository(store, FaultPlan.none());

    @Test
    void withoutFaultsItIsTheStore() {
        assertThat(faulty.compareAndSet("k", DocumentVersion.ABSENT, one)).isTrue();
        assertThat(faulty.find("k")).contains(one);
        assertThat(faulty.compareAndSet("k", two.version(), two)).isFalse();
        assertThat(faulty.keys("")).containsExactly("k");
        assertThat(faulty.purge(Instant.MAX)).isEqualTo(1);
        assertThat(faulty.faults()).isZero();
    }

    @Test
    void aWriteThatFailsBeforeItsEffectHasStoredNothing() {
        faulty.follow(FaultPlan.script(Call.COMPARE_AND_SET, FAILS_BEFORE_THE_EFFECT));

        assertThatThrownBy(() -> faulty.compareAndSet("k", DocumentVersion.ABSENT, one))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("before");
        assertThat(store.find("k")).isEmpty();
        assertThat(faulty.compareAndSet("k", DocumentVersion.ABSENT, one)).isTrue();
    }

    @Test
    void aWriteThatFailsAfterItsEffectHasStoredTheDocument() {
        faulty.follow(FaultPlan.script(Call.COMPARE_AND_SET, FAILS_AFTER_THE_EFFECT));

        assertThatThrownBy(() -> faulty.compareAndSet("k", DocumentVersion.ABSENT, one))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("after");
        assertThat(store.find("k")).contains(one);
    }

    @Test
    void aWriteThatSaysFalseHasStoredTheDocumentAllTheSame() {
        faulty.follow(FaultPlan.script(Call.COMPARE_AND_SET, NONE, SAYS_FALSE_AFTER_THE_EFFECT));
        faulty.compareAndSet("k", DocumentVersion.ABSENT, one);

        assertThat(faulty.compareAndSet("k", one.version(), two)).isFalse();
        assertThat(store.find("k")).contains(two);
    }

    @Test
    void aStaleReadReturnsWhatWasThereBefore() {
        faulty.compareAndSet("k", DocumentVersion.ABSENT, one);
        faulty.follow(FaultPlan.script(Call.FIND, READS_STALE, READS_STALE, NONE));

        assertThat(faulty.find("k")).isEmpty();
        store.compareAndSet("k", one.version(), two);
        assertThat(faulty.find("k")).contains(one);
        assertThat(faulty.find("k")).contains(two);
    }

    @Test
    void aStaleReadOfADocumentSeenForTheFirstTimeReturnsIt() {
        store.compareAndSet("k", DocumentVersion.ABSENT, one);
        faulty.follow(FaultPlan.script(Call.FIND, READS_STALE));

        assertThat(faulty.find("k")).contains(one);
    }

    @Test
    void whileItIsDownEveryCallFailsAndNothingIsDone() {
        faulty.compareAndSet("k", DocumentVersion.ABSENT, one);
        faulty.goDown();

        assertThatThrownBy(() -> faulty.find("k")).isInstanceOf(RepositoryException.class);
        assertThatThrownBy(() -> faulty.keys("")).isInstanceOf(RepositoryException.class);
        assertThatThrownBy(() -> faulty.purge(Instant.MAX)).isInstanceOf(RepositoryException.class);
        assertThatThrownBy(() -> faulty.compareAndSet("k", one.version(), two)).isInstanceOf(RepositoryException.class);
        faulty.comeBack();
        assertThat(faulty.find("k")).contains(one);
        assertThat(faulty.faults()).isEqualTo(4);
    }

    @Test
    void anOutageOfTwoCallsEndsWithTheThird() {
        faulty.goDownFor(2);

        assertThatThrownBy(() -> faulty.find("k")).isInstanceOf(RepositoryException.class);
        assertThatThrownBy(() -> faulty.find("k")).isInstanceOf(RepositoryException.class);
        assertThat(faulty.find("k")).isEmpty();
    }

    @Test
    void aRandomPlanIsTheSameForTheSameSeedAndReachesEveryFaultOfACall() {
        List<RepositoryFault> writes = draw(FaultPlan.random(5, 0.5), Call.COMPARE_AND_SET);

        assertThat(writes).isEqualTo(draw(FaultPlan.random(5, 0.5), Call.COMPARE_AND_SET));
        assertThat(writes).isNotEqualTo(draw(FaultPlan.random(6, 0.5), Call.COMPARE_AND_SET));
        assertThat(EnumSet.copyOf(writes))
                .containsExactlyInAnyOrder(
                        NONE, FAILS_BEFORE_THE_EFFECT, FAILS_AFTER_THE_EFFECT, SAYS_FALSE_AFTER_THE_EFFECT);
        assertThat(EnumSet.copyOf(draw(FaultPlan.random(5, 0.5), Call.FIND)))
                .containsExactlyInAnyOrder(NONE, FAILS_BEFORE_THE_EFFECT, READS_STALE);
    }

    private static List<RepositoryFault> draw(FaultPlan plan, Call call) {
        List<RepositoryFault> drawn = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            drawn.add(plan.next(call));
        }
        return drawn;
    }

    private static TokenDocument document(String version) {
        return new TokenDocument("session", new DocumentVersion(version), Instant.EPOCH, "payload " + version);
    }
}
