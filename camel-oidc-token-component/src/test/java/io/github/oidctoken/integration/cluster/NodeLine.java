package io.github.oidctoken.integration.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a node tells the test, as one line of its output.
 *
 * @param at when a call or a renewal began, or an access to the repository ended; by the machine's wall clock
 * @param took how long a call or a renewal took; zero for an access
 * @param text of a failed call, the exception; of a renewal, the type of its event, the token's fingerprint (or -) and the failure; of an access, what came of it
 */
record NodeLine(Kind kind, Instant at, Duration took, String text) {

    private static final String MARK = "@node";
    private static final int PARTS = 5;

    /** What is told. */
    enum Kind {
        /** A call has got through. */
        CALL,
        /** A call has failed. */
        FAILED,
        /** A renewal has ended. */
        TOKEN,
        /** An access to the repository has ended. */
        ACCESS
    }

    /** What the repository answered to a write that it has done. */
    static final String STORED = "stored";

    /** A line that says this; empty for any other output. */
    static Optional<NodeLine> parse(String line) {
        List<String> parts = List.of(line.split(" ", PARTS));
        if (parts.size() != PARTS || !parts.get(0).equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new NodeLine(
                Kind.valueOf(parts.get(1)),
                Instant.ofEpochMilli(Long.parseLong(parts.get(2))),
                Duration.ofMillis(Long.parseLong(parts.get(3))),
                parts.get(4)));
    }

    String line() {
        return String.join(
                " ",
                MARK,
                kind.name(),
                Long.toString(at.toEpochMilli()),
                Long.toString(took.toMillis()),
                text.replaceAll("\\s+", " "));
    }

    /** When it ended. */
    Instant end() {
        return at.plus(took);
    }

    /** A word of the text, counted from 0. */
    String word(int number) {
        return text.split(" ", -1)[number];
    }
}
