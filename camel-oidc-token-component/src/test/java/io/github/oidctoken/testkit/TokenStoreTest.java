package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenStoreTest {

    private final StrictServerSettings settings = StrictServerSettings.builder()
            .reusePolicy(ReusePolicy.REFUSE_SUPERSEDED)
            .build();
    private final TokenStore store = new TokenStore(settings, Clock.systemUTC(), new SecureRandom());

    /** A scope that, when it is looked at in the middle of a refresh, waits for a second refresh to get there too. */
    private static final class MeetingPoint extends AbstractSet<String> {

        private final CountDownLatch bothAreHere = new CountDownLatch(2);

        @Override
        public Iterator<String> iterator() {
            bothAreHere.countDown();
            awaitTheOther();
            return List.of("read").iterator();
        }

        @Override
        public int size() {
            return 1;
        }

        /** Gives up after 300 ms: as long as a lock keeps the other out, it cannot come. */
        private void awaitTheOther() {
            try {
                boolean ignored = bothAreHere.await(300, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void twoRefreshesOfOneTokenNeverBothWin() {
        String refreshToken = Objects.requireNonNull(
                store.startSession("camel", "alice", Set.of("read")).refreshToken());
        Set<String> scope = new MeetingPoint();

        List<CompletableFuture<Boolean>> refreshes = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> wins(refreshToken, scope)))
                .limit(2)
                .toList();

        assertThat(refreshes.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(true, false);
    }

    private boolean wins(String refreshToken, Set<String> scope) {
        try {
            store.refresh(refreshToken, "camel", scope);
            return true;
        } catch (OAuthRefusal refusal) {
            return false;
        }
    }
}
