package io.github.oidctoken.camel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that a user may have meant. */
public final class NearestName {

    private NearestName() {}

    /**
     * The known name that takes the fewest edits, if they are few: at most a third of the longer name's length. Case, dashes and underscores count for less
     * than any letter.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        String letters = letters(written);
        return known.stream()
                .filter(name -> letters.equals(letters(name))
                        || distance(written, name) * 3 <= Math.max(written.length(), name.length()))
                .min(Comparator.comparing((String name) -> !letters.equals(letters(name)))
                        .thenComparing(name -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String letters(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The question after an error message, with a leading space; empty if nothing comes near. */
    public static String question(String written, Collection<String> known) {
        return of(written, known).map(name -> " Did you mean '" + name + "'?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, left, right, i, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(int[][] edits, String left, String right, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
