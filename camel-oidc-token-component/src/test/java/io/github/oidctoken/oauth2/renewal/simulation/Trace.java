package io.github.oidctoken.oauth2.renewal.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in a world, line by line; kept only when somebody is going to read it. */
public final class Trace {

    private final VirtualTime time;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();

    public Trace(VirtualTime time, boolean kept) {
        this.time = time;
        this.kept = kept;
    }

    public boolean isKept() {
        return kept;
    }

    public void add(int node, String what) {
        if (kept) {
            lines.add("%9.3f %s %s".formatted(time.nanos() / 1e9, node < 0 ? "--" : "n" + node, what));
        }
    }

    public List<String> lines() {
        return lines;
    }
}
