package io.github.oidctoken.oauth2.renewal.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The faults of one schedule: which, how often, until when, and how often each has hit which step. */
public final class Faults {

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Duration end;
    private final Trace trace;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<Fault, Map<String, Double>> aims = new EnumMap<>(Fault.class);
    private final Map<Fault, Map<String, Integer>> hits = new EnumMap<>(Fault.class);

    /** @param end no fault begins later */
    public Faults(VirtualTime time, RandomGenerator random, Duration end, Trace trace) {
        this.time = time;
        this.random = random;
        this.end = end;
        this.trace = trace;
    }

    public void pick(Fault fault, double rate) {
        rates.put(fault, rate);
    }

    /** Lets a fault strike at one step at a rate of its own. */
    public void aim(Fault fault, String step, double rate) {
        aims.computeIfAbsent(fault, absent -> new TreeMap<>()).put(step, rate);
    }

    public boolean has(Fault fault) {
        return rates.containsKey(fault) || aims.containsKey(fault);
    }

    /** Whether the fault happens at this step. */
    public boolean strikes(Fault fault, int node, String step) {
        return strikes(fault, node, step, 1);
    }

    /** The same, so many times as likely. */
    public boolean strikes(Fault fault, int node, String step, double factor) {
        Double aimed = aims.getOrDefault(fault, Map.of()).get(step);
        double rate = aimed != null ? aimed : rates.getOrDefault(fault, 0.0) * factor;
        if (rate == 0 || isOver() || random.nextDouble() >= rate) {
            return false;
        }
        hit(fault, node, step);
        return true;
    }

    public void hit(Fault fault, int node, String step) {
        hits.computeIfAbsent(fault, absent -> new TreeMap<>()).merge(step, 1, Integer::sum);
        trace.add(node, "FAULT " + fault + " at " + step);
    }

    public boolean isOver() {
        return time.elapsed().compareTo(end) >= 0;
    }

    public Map<Fault, Map<String, Integer>> hits() {
        return hits;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rates.forEach((fault, rate) -> text.append(fault).append(" %.2f ".formatted(rate)));
        aims.forEach((fault, steps) ->
                text.append(fault).append(" at ").append(steps.keySet()).append(' '));
        return text.toString().strip();
    }
}
