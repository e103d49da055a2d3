package io.github.oidctoken.camel.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the challenges of one {@code WWW-Authenticate} field value (RFC 9110 section 11.6.1), in which a comma may part
 * challenges or parameters. What is not well formed is skipped.
 */
final class Challenges {

    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_SYMBOLS = "-._~+/";

    private final String field;
    private final List<Challenge> found = new ArrayList<>();
    private String scheme = "";
    private Map<String, String> parameters = new HashMap<>();
    private int position;

    private Challenges(String field) {
        this.field = field;
    }

    /** The challenges in their order. */
    static List<Challenge> parse(String field) {
        return new Challenges(field).parse();
    }

    private List<Challenge> parse() {
        while (position < field.length()) {
            String word = take(TOKEN_SYMBOLS);
            if (word.isEmpty()) {
                position++;
            } else if (!parameter(word)) {
                begin(word);
            }
        }
        end();
        return List.copyOf(found);
    }

    private boolean parameter(String name) {
        int mark = position;
        skipBlanks();
        if (scheme.isEmpty() || !at('=')) {
            position = mark;
            return false;
        }
        position++;
        skipBlanks();
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), at('"') ? quoted() : take(TOKEN_SYMBOLS));
        return true;
    }

    private void begin(String newScheme) {
        end();
        scheme = newScheme.toLowerCase(Locale.ROOT);
        int mark = position;
        skipBlanks();
        take(TOKEN68_SYMBOLS);
        while (at('=')) {
            position++;
        }
        skipBlanks();
        if (position < field.length() && !at(',')) {
            position = mark;
        }
    }

    private void end() {
        if (!scheme.isEmpty()) {
            found.add(new Challenge(scheme, parameters));
            parameters = new HashMap<>();
        }
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        position++;
        while (position < field.length() && !at('"')) {
            if (at('\\') && position + 1 < field.length()) {
                position++;
            }
            text.append(field.charAt(position++));
        }
        position++;
        return text.toString();
    }

    private String take(String symbols) {
        int start = position;
        while (position < field.length() && isWord(field.charAt(position), symbols)) {
            position++;
        }
        return field.substring(start, position);
    }

    private void skipBlanks() {
        while (at(' ') || at('\t')) {
            position++;
        }
    }

    private boolean at(char expected) {
        return position < field.length() && field.charAt(position) == expected;
    }

    private static boolean isWord(char c, String symbols) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || symbols.indexOf(c) >= 0;
    }
}
