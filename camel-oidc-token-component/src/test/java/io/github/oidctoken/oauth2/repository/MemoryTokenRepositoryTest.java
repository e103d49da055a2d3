package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryTokenRepositoryTest extends TokenRepositoryContract {

    private final Random random = new Random(3);
    private final MemoryTokenRepository repository = new MemoryTokenRepository();

    @Override
    protected TokenRepository openRepository() {
        return repository;
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return repository;
    }

    @Override
    protected Optional<String> rawContent(String key) {
        return repository.find(key).map(document -> document + document.payload());
    }

    @Test
    void aDocumentIsStoredOnlyOverTheVersionThatWasRead() {
        TokenDocument first = document(DocumentVersion.ABSENT, "1");
        assertThat(repository.compareAndSet("k", DocumentVersion.ABSENT, first)).isTrue();
        assertThat(repository.compareAndSet("k", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "2")))
                .isFalse();
        TokenDocument second = document(first.version(), "2");
        assertThat(repository.compareAndSet("k", first.version(), second)).isTrue();
        assertThat(repository.compareAndSet("k", first.version(), document(first.version(), "3")))
                .isFalse();

        assertThat(repository.find("k")).contains(second);
    }

    @Test
    void ofManyWritersOfOneVersionExactlyOneWins() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(16);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            TokenDocument mine = document(DocumentVersion.ABSENT, "writer " + i);
            results.add(writers.submit(() -> {
                start.await();
                return repository.compareAndSet("k", DocumentVersion.ABSENT, mine);
            }));
        }
        start.countDown();
        int won = 0;
        for (Future<Boolean> result : results) {
            won += result.get() ? 1 : 0;
        }
        writers.shutdownNow();

        assertThat(won).isEqualTo(1);
    }

    @Test
    void keysAreListedByPrefix() {
        repository.compareAndSet("session/1", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "x"));
        repository.compareAndSet("state/1", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "x"));

        assertThat(repository.keys("session/")).containsExactly("session/1");
    }

    @Test
    void onlyExpiredDocumentsArePurged() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        repository.compareAndSet(
                "old", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "x", noon.minusSeconds(1)));
        repository.compareAndSet("new", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "x", noon));
        repository.compareAndSet("kept", DocumentVersion.ABSENT, document(DocumentVersion.ABSENT, "x", null));

        assertThat(repository.purge(noon)).isEqualTo(1);
        assertThat(repository.keys("")).containsExactlyInAnyOrder("new", "kept");
    }

    @Test
    void versionsAreNeverRepeatedEvenForTheSameCounter() {
        assertThat(DocumentVersion.ABSENT.next(random)).isNotEqualTo(DocumentVersion.ABSENT.next(random));
        assertThat(DocumentVersion.ABSENT.next(random).next(random).value()).startsWith("2-");
    }

    @Test
    void aDocumentDoesNotShowItsPayload() {
        assertThat(document(DocumentVersion.ABSENT, "canary").toString()).doesNotContain("canary");
    }

    private TokenDocument document(DocumentVersion before, String payload) {
        return document(before, payload, null);
    }

    private TokenDocument document(DocumentVersion before, String payload, @Nullable Instant expiresAt) {
        return new TokenDocument("session", before.next(random), expiresAt, payload);
    }
}
