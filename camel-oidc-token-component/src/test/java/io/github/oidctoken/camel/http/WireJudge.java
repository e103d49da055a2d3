package io.github.oidctoken.camel.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a request as its bytes arrived what is wrong with its carrying a token: it reads the path as the most
 * generous server would, which decodes it as often as it can, takes a backslash for a slash and cuts parameters off.
 *
 * @param authority that the request has to name
 * @param path below which it has to stay
 */
record WireJudge(String authority, String path) {

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Za-z]+) (/[!-~]*) HTTP/1\\.[01]");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

    /** What is wrong; absent when the request may carry the token. */
    @Nullable
    String objection(String request) {
        List<String> lines = request.lines().toList();
        Matcher line = REQUEST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!line.matches()) {
            return "request line " + (lines.isEmpty() ? "" : lines.get(0));
        }
        List<String> hosts = lines.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("host:"))
                .map(field -> field.substring(5).strip())
                .toList();
        if (!hosts.equals(List.of(authority))) {
            return "Host " + hosts;
        }
        if (lines.stream()
                        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("authorization:"))
                        .count()
                != 1) {
            return "several Authorization fields";
        }
        String asked = line.group(2).split("[?]", 2)[0];
        return below(resolved(asked)) && below(resolved(decoded(asked))) && below(asked) ? null : "path " + asked;
    }

    private boolean below(String resolved) {
        return resolved.equals(path) || resolved.startsWith(path + "/");
    }

    private static String resolved(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String written : path.replace('\\', '/').split("[?#]", 2)[0].split("/")) {
            String segment = written.split(";", 2)[0].replaceAll("[\\x00-\\x20]", "");
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    private static String decoded(String path) {
        String text = path;
        for (int depth = 0; depth < 6; depth++) {
            text = text.replaceAll("(?i)%c0%ae|%e0%80%ae|%u002e", ".").replaceAll("(?i)%c0%af", "/");
            text = ESCAPE.matcher(text)
                    .replaceAll(escape ->
                            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        }
        return text;
    }
}
