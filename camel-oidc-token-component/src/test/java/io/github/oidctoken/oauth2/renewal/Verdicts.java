package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.simulation.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the observers of one simulated world have found. */
final class Verdicts {

    private final Trace trace;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    Verdicts(Trace trace) {
        this.trace = trace;
    }

    void violated(String what) {
        violations.add(what);
        trace.add(-1, "VIOLATION " + what);
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    List<String> violations() {
        return violations;
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
