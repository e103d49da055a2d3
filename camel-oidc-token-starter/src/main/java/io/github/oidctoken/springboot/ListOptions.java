package io.github.oidctoken.springboot;

import java.util.Set;

/** The options of clients that take several values: one text with commas between them, or a list, as one writes it in YAML. */
final class ListOptions {

    /** In lower case and without dashes. */
    private static final Set<String> NAMES = Set.of("allowedsubjects", "resource", "routes", "scope", "targets");

    private ListOptions() {}

    /** @param option in lower case and without dashes */
    static boolean has(String option) {
        return NAMES.contains(option);
    }
}
