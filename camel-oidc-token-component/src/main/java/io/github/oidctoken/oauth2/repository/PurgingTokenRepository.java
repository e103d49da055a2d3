package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another repository whose expired documents are purged now and then: 30 to 90 minutes after a write, by chance, so that nodes do not purge at once. Who
 * writes nothing purges nothing, and a store that nobody uses is never asked. Thread-safe if the other repository is.
 */
public final class PurgingTokenRepository implements TokenRepository {

    private static final Logger LOG = LoggerFactory.getLogger(PurgingTokenRepository.class);

    private static final Duration SOONEST = Duration.ofMinutes(30);
    private static final Duration LATEST = Duration.ofMinutes(90);

    /** How long a document is kept beyond its end: the clocks of nodes differ. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final TokenRepository repository;
    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final TimeSource time;
    private final RandomGenerator random;
    private final AtomicBoolean planned = new AtomicBoolean();

    /**
     * @param executor runs the purge, which blocks
     * @param scheduler for the delay only; once it is shut down nothing is purged any more
     */
    public PurgingTokenRepository(
            TokenRepository repository,
            Executor executor,
            ScheduledExecutorService scheduler,
            TimeSource time,
            RandomGenerator random) {
        this.repository = repository;
        this.executor = executor;
        this.scheduler = scheduler;
        this.time = time;
        this.random = random;
    }

    @Override
    public Optional<TokenDocument> find(String key) {
        return repository.find(key);
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        if (planned.compareAndSet(false, true)) {
            plan();
        }
        return repository.compareAndSet(key, expected, document);
    }

    @Override
    public List<String> keys(String prefix) {
        return repository.keys(prefix);
    }

    @Override
    public int purge(Instant before) {
        return repository.purge(before);
    }

    private void plan() {
        long delay = random.nextLong(SOONEST.toMillis(), LATEST.toMillis());
        try {
            var unused = scheduler.schedule(this::handOver, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No purge is planned: the component stops");
        }
    }

    private void handOver() {
        try {
            executor.execute(this::purgeNow);
        } catch (RejectedExecutionException e) {
            LOG.debug("Nothing is purged: the component stops");
        }
    }

    /** Errors are not the business of anybody who wants a token; whoever reads the log at DEBUG sees them. */
    private void purgeNow() {
        planned.set(false);
        try {
            LOG.debug(
                    "{} expired documents were purged",
                    repository.purge(time.now().minus(KEPT)));
        } catch (RuntimeException e) {
            LOG.debug("Expired documents could not be purged; the next write plans another try", e);
        }
    }
}
