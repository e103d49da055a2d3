package io.github.oidctoken.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, line by line, and which of it is worse than promised. */
final class Bounds {

    private final List<String> lines = new ArrayList<>();
    private boolean broken;

    /** Notes a measurement without a bound. */
    void note(String format, Object... values) {
        lines.add("       " + text(format, values));
    }

    /** Notes a measurement that must hold. */
    void check(boolean holds, String format, Object... values) {
        broken |= !holds;
        lines.add((holds ? "ok     " : "BROKEN ") + text(format, values));
    }

    boolean broken() {
        return broken;
    }

    void print(PrintStream out) {
        lines.forEach(out::println);
        out.println(broken ? "A bound is broken." : "All bounds hold.");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
