package io.github.oidctoken.oauth2.renewal.simulation;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One row that all nodes share: a compare-and-set that takes time, fails before or after its effect, and may be put back to an older state. */
public final class SimulatedRepository {

    private static final Duration REPLICA_LAG = Duration.ofSeconds(3);
    private static final Duration STORE_BUDGET = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Faults faults;
    private final Watcher watcher;
    private final List<TokenDocument> history = new ArrayList<>();
    private final Map<Integer, Long> outUntil = new HashMap<>();
    private @Nullable TokenDocument row;
    private @Nullable TokenDocument before;
    private long writtenAt;

    /** Sees what becomes of writes. */
    public interface Watcher {

        /** A document is stored from now on. */
        void landed(TokenDocument document);

        /** A node could not write anything. */
        void refused(int node);

        /** A node's write was looked at, with whatever result. */
        void reached(int node);
    }

    public SimulatedRepository(VirtualTime time, RandomGenerator random, Faults faults, Watcher watcher) {
        this.time = time;
        this.random = random;
        this.faults = faults;
        this.watcher = watcher;
    }

    public @Nullable TokenDocument row() {
        return row;
    }

    /** Cannot be reached by a node for a while. */
    public void cutOff(int node, Duration duration) {
        outUntil.merge(node, time.nanos() + duration.toNanos(), Math::max);
    }

    /** Whether a node cannot reach it now. */
    public boolean isOutFor(int node) {
        return outUntil.getOrDefault(node, Long.MIN_VALUE) > time.nanos();
    }

    /** Puts an old copy back. */
    public boolean restore() {
        if (history.size() < 2) {
            return false;
        }
        row = history.get(random.nextInt(history.size() - 1));
        before = row;
        return true;
    }

    public void find(int node, String step, BiConsumer<Optional<TokenDocument>, @Nullable RepositoryException> answer) {
        if (isOut(node, step) || faults.strikes(Fault.STORE_FAILS_BEFORE, node, step)) {
            time.after(millis(1, 1500), () -> answer.accept(Optional.empty(), down()));
            return;
        }
        Duration there = latency(node, step);
        time.after(there, () -> {
            boolean lags = before != null && time.nanos() - writtenAt < REPLICA_LAG.toNanos();
            TokenDocument seen = lags && faults.strikes(Fault.STORE_STALE_READ, node, step) ? before : row;
            time.after(millis(1, 10), () -> answer.accept(Optional.ofNullable(seen), null));
        });
    }

    public void compareAndSet(
            int node,
            String step,
            DocumentVersion expected,
            TokenDocument document,
            BiConsumer<Boolean, @Nullable RepositoryException> answer) {
        if (isOut(node, step) || faults.strikes(Fault.STORE_FAILS_BEFORE, node, step)) {
            watcher.refused(node);
            time.after(millis(1, 1500), () -> answer.accept(false, down()));
            return;
        }
        if (faults.strikes(Fault.STORE_LATE_EFFECT, node, step)) {
            time.after(millis(4000, 20_000), () -> apply(expected, document));
            time.after(STORE_BUDGET, () -> answer.accept(false, down()));
            return;
        }
        watcher.reached(node);
        time.after(latency(node, step), () -> {
            boolean stored = apply(expected, document);
            boolean failsAfter = stored && faults.strikes(Fault.STORE_FAILS_AFTER, node, step);
            boolean falseAfter = stored && !failsAfter && faults.strikes(Fault.STORE_FALSE_AFTER, node, step);
            time.after(millis(1, 10), () -> answer.accept(stored && !falseAfter, failsAfter ? down() : null));
        });
    }

    private boolean apply(DocumentVersion expected, TokenDocument document) {
        DocumentVersion present = row == null ? DocumentVersion.ABSENT : row.version();
        if (!present.equals(expected)) {
            return false;
        }
        before = row;
        writtenAt = time.nanos();
        row = document;
        history.add(document);
        watcher.landed(document);
        return true;
    }

    private boolean isOut(int node, String step) {
        if (!isOutFor(node)) {
            return false;
        }
        faults.hit(Fault.STORE_OUT, node, step);
        return true;
    }

    private Duration latency(int node, String step) {
        return faults.strikes(Fault.STORE_SLOW, node, step) ? millis(500, 4500) : millis(1, 15);
    }

    private static RepositoryException down() {
        return new RepositoryException("down", null);
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }
}
