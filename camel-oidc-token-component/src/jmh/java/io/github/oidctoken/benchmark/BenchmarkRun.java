package io.github.oidctoken.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Runs all benchmarks, or those whose name a regular expression finds, and fails when one is worse than promised. */
public final class BenchmarkRun {

    private BenchmarkRun() {}

    /** @param arguments which benchmarks, and the numbers of threads for the hot path, with commas between them */
    public static void main(String[] arguments) throws Exception {
        Pattern wanted = Pattern.compile(arguments[0]);
        List<Integer> threads =
                Arrays.stream(arguments[1].split(",")).map(Integer::valueOf).toList();
        Bounds bounds = new Bounds();
        // first: calls of less than a microsecond, and compiled code and caches keep what the others have done
        if (wanted.matcher("steady-load").find()) {
            new SteadyLoad(bounds).measure();
        }
        if (wanted.matcher("heap").find()) {
            new HeapPerKey(bounds).measure();
        }
        if (wanted.matcher("herd").find()) {
            new Herd(bounds).measure();
        }
        if (wanted.matcher("hot-path").find()) {
            new HotPath(bounds).measure(threads);
        }
        if (wanted.matcher("send").find()) {
            new Send(bounds).measure();
        }
        bounds.print(System.out);
        System.exit(bounds.broken() ? 1 : 0);
    }
}
