package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.person;
import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A repository that never answers stops those who need it, and nobody else. */
class HangingRepositoryTest {

    private final Hanging repository = new Hanging();
    private final TestContext camel = TestContext.create();

    @AfterEach
    void stop() {
        repository.released.countDown();
        camel.close();
    }

    @Test
    @Timeout(60)
    void clientCredentialsGoOnHoweverManySessionsHang() throws Exception {
        start();
        camel.server.thenJson(200, token("t1"));

        assertThat(camel.component
                        .client("service")
                        .tokens(exchange())
                        .request()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .value())
                .isEqualTo("t1");
    }

    @Test
    @Timeout(60)
    void theContextStopsAllTheSame() {
        start();
        long begun = System.nanoTime();

        camel.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    private void start() {
        camel.component.setTokenRepository(repository);
        camel.client("service", service("other"));
        for (int i = 0; i < 100; i++) {
            camel.client("person" + i, person("user" + i));
        }
        camel.start();
        for (int i = 0; i < 100; i++) {
            var unused = camel.component.client("person" + i).tokens(exchange()).request();
        }
        Awaitility.await().until(() -> repository.hanging.get() >= 32);
    }

    private Exchange exchange() {
        return new DefaultExchange(camel.context);
    }

    private static final class Hanging implements TokenRepository {

        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger hanging = new AtomicInteger();

        @Override
        public Optional<TokenDocument> find(String key) {
            hanging.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new RepositoryException("the connection was given up", null);
        }

        @Override
        public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
            throw new RepositoryException("the connection was given up", null);
        }

        @Override
        public List<String> keys(String prefix) {
            return List.of();
        }

        @Override
        public int purge(Instant before) {
            return 0;
        }
    }
}
