package io.github.oidctoken.testkit.repository;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** Decides what goes wrong with each call of a {@link FaultyTokenRepository}, which asks for one call at a time. */
@FunctionalInterface
public interface FaultPlan {

    /** The methods of a repository. */
    enum Call {
        FIND,
        COMPARE_AND_SET,
        KEYS,
        PURGE
    }

    /** The fault of the call that has just come. */
    RepositoryFault next(Call call);

    /** Nothing goes wrong. */
    static FaultPlan none() {
        return call -> RepositoryFault.NONE;
    }

    /** One fault for each coming call of one kind, in order; then, and for all other calls, nothing goes wrong. */
    static FaultPlan script(Call of, RepositoryFault... faults) {
        Queue<RepositoryFault> coming = new ArrayDeque<>(List.of(faults));
        return call -> call == of && !coming.isEmpty() ? coming.remove() : RepositoryFault.NONE;
    }

    /**
     * Faults by chance, the same ones again for the same seed and the same calls. Each kind of fault that fits the call is equally likely.
     *
     * @param probability of a fault in one call, 0 to 1
     */
    static FaultPlan random(long seed, double probability) {
        Random random = new Random(seed);
        return call -> {
            List<RepositoryFault> fitting = fitting(call);
            return random.nextDouble() < probability
                    ? fitting.get(random.nextInt(fitting.size()))
                    : RepositoryFault.NONE;
        };
    }

    private static List<RepositoryFault> fitting(Call call) {
        return switch (call) {
            case FIND -> List.of(RepositoryFault.FAILS_BEFORE_THE_EFFECT, RepositoryFault.READS_STALE);
            case COMPARE_AND_SET ->
                List.of(
                        RepositoryFault.FAILS_BEFORE_THE_EFFECT,
                        RepositoryFault.FAILS_AFTER_THE_EFFECT,
                        RepositoryFault.SAYS_FALSE_AFTER_THE_EFFECT);
            case KEYS -> List.of(RepositoryFault.FAILS_BEFORE_THE_EFFECT);
            case PURGE -> List.of(RepositoryFault.FAILS_BEFORE_THE_EFFECT, RepositoryFault.FAILS_AFTER_THE_EFFECT);
        };
    }
}
