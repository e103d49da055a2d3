package io.github.oidctoken.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link HeaderValueBenchmark} for several numbers of threads. Subject and floor take turns, so that a busy machine hits both. */
final class HotPath {

    private static final int ROUNDS = 3;
    private static final int WARM_UPS = 2;

    /** The threads that compile share the processors with those that measure. */
    private static final int THREADS_PER_WARM_UP = 8;

    private static final double NOTHING = 0.01;

    private final Bounds bounds;

    HotPath(Bounds bounds) {
        this.bounds = bounds;
    }

    void measure(List<Integer> threads) throws RunnerException {
        for (int number : threads) {
            Map<String, Measured> measured = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (RunResult result : run(number)) {
                    measured.computeIfAbsent(name(result), name -> new Measured())
                            .add(result);
                }
            }
            compare("one key", 1.5, number, of("oneKey", measured), of("oneKeyFloor", measured));
            compare("100,000 keys", 2, number, of("manyKeys", measured), of("manyKeysFloor", measured));
        }
    }

    private static Measured of(String benchmark, Map<String, Measured> measured) {
        return Objects.requireNonNull(measured.get(benchmark), benchmark);
    }

    private void compare(String keys, double most, int threads, Measured subject, Measured floor) {
        double ratio = subject.nanos() / floor.nanos();
        bounds.check(
                ratio <= most && subject.bytes() < NOTHING,
                "hot path, %s, %d threads: %.2fx its floor (at most %.1fx), %.1f ns beside %.1f ns, %.3f B/op",
                keys,
                threads,
                ratio,
                most,
                subject.nanos(),
                floor.nanos(),
                subject.bytes());
    }

    private static Collection<RunResult> run(int threads) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(HeaderValueBenchmark.class.getName())
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(WARM_UPS + threads / THREADS_PER_WARM_UP)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(500))
                        .jvmArgs("-Xms1g", "-Xmx1g")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** The iterations of one benchmark. */
    private static final class Measured {

        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        void add(RunResult result) {
            result.getBenchmarkResults().forEach(fork -> {
                for (IterationResult iteration : fork.getIterationResults()) {
                    nanos.add(iteration.getPrimaryResult().getScore());
                    iteration.getSecondaryResults().forEach((name, secondary) -> {
                        if (name.endsWith("gc.alloc.rate.norm")) {
                            bytes.add(secondary.getScore());
                        }
                    });
                }
            });
        }

        /** In the middle of all iterations. */
        double nanos() {
            return nanos.stream().sorted().toList().get(nanos.size() / 2);
        }

        /** The least of all iterations: what a call allocates is in each of them, what the harness allocates is not. */
        double bytes() {
            return Collections.min(bytes);
        }
    }
}
