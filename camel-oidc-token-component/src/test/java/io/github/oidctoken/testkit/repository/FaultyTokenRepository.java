package io.github.oidctoken.testkit.repository;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.repository.FaultPlan.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A repository that fails as its {@link FaultPlan} says: one node's sight of a store that others may use without faults. Stale reads come from what this
 * instance has seen before. Thread-safe; calls run one after another.
 */
public final class FaultyTokenRepository implements TokenRepository {

    private final TokenRepository store;
    private final Map<String, History> seen = new HashMap<>();
    private FaultPlan plan;
    private boolean down;
    private int callsUntilBack;
    private int faults;

    /** The repository over a store that has no faults itself. */
    public FaultyTokenRepository(TokenRepository store, FaultPlan plan) {
        this.store = store;
        this.plan = plan;
    }

    /** Follows another plan from now on. */
    public synchronized void follow(FaultPlan next) {
        plan = next;
    }

    /** From now on every call fails before its effect, until {@link #comeBack}. */
    public synchronized void goDown() {
        down = true;
    }

    /** The next calls, so many, fail before their effect. */
    public synchronized void goDownFor(int calls) {
        callsUntilBack = calls;
    }

    /** Ends an outage of either form. */
    public synchronized void comeBack() {
        down = false;
        callsUntilBack = 0;
    }

    /** How many calls have gone wrong so far. */
    public synchronized int faults() {
        return faults;
    }

    @Override
    public synchronized Optional<TokenDocument> find(String key) {
        RepositoryFault fault = next(Call.FIND);
        Optional<TokenDocument> present = failing(fault, Call.FIND, () -> store.find(key));
        History history = remember(key, present);
        return fault == RepositoryFault.READS_STALE ? history.before() : present;
    }

    @Override
    public synchronized boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        RepositoryFault fault = next(Call.COMPARE_AND_SET);
        boolean stored = failing(fault, Call.COMPARE_AND_SET, () -> {
            Optional<TokenDocument> before = store.find(key);
            boolean done = store.compareAndSet(key, expected, document);
            remember(key, before);
            if (done) {
                remember(key, Optional.of(document));
            }
            return done;
        });
        return stored && fault != RepositoryFault.SAYS_FALSE_AFTER_THE_EFFECT;
    }

    @Override
    public synchronized List<String> keys(String prefix) {
        return failing(next(Call.KEYS), Call.KEYS, () -> store.keys(prefix));
    }

    @Override
    public synchronized int purge(Instant before) {
        return failing(next(Call.PURGE), Call.PURGE, () -> store.purge(before));
    }

    private History remember(String key, Optional<TokenDocument> state) {
        History history = seen.computeIfAbsent(key, unseen -> new History(state));
        history.add(state);
        return history;
    }

    private RepositoryFault next(Call call) {
        boolean out = down || callsUntilBack > 0;
        callsUntilBack = Math.max(0, callsUntilBack - 1);
        RepositoryFault fault = out ? RepositoryFault.FAILS_BEFORE_THE_EFFECT : plan.next(call);
        faults += fault == RepositoryFault.NONE ? 0 : 1;
        return fault;
    }

    private static <T> T failing(RepositoryFault fault, Call call, Supplier<T> effect) {
        if (fault == RepositoryFault.FAILS_BEFORE_THE_EFFECT) {
            throw new RepositoryException(call + " failed before its effect, as planned", null);
        }
        T result = effect.get();
        if (fault == RepositoryFault.FAILS_AFTER_THE_EFFECT) {
            throw new RepositoryException(call + " failed after its effect, as planned", null);
        }
        return result;
    }

    /** The last two different states of one document. */
    private static final class History {

        private Optional<TokenDocument> latest;
        private Optional<TokenDocument> before;

        History(Optional<TokenDocument> first) {
            latest = first;
            before = first;
        }

        void add(Optional<TokenDocument> state) {
            if (!state.equals(latest)) {
                before = latest;
                latest = state;
            }
        }

        Optional<TokenDocument> before() {
            return before;
        }
    }
}
