package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of the documentation that says what messages mean, read so that it cannot say what the code does not: each row has an anchor, and quotes what
 * is shown with {@code NAME} for the client and {@code ...} for what differs.
 */
public final class TroubleshootingPage {

    private static final Path PAGE = Path.of("src/main/docs/troubleshooting.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| <a id=\"([a-z0-9-]+)\"></a>`([^`]+)` \\|");

    private TroubleshootingPage() {}

    /** The anchors of all rows. */
    public static Set<String> rows() {
        return quotes().keySet();
    }

    /** Asserts that a text holds what the row quotes, for a client of that name. */
    public static Consumer<String> shows(String row, String client) {
        String quote = quotes().get(row);
        assertThat(quote).as("row " + row).isNotNull();
        String[] parts = quote.replace("NAME", client).split(" ?\\.\\.\\. ?", -1);
        return text -> assertThat(text).as("row " + row).containsSubsequence(parts);
    }

    private static Map<String, String> quotes() {
        Map<String, String> quotes = new TreeMap<>();
        try {
            Matcher row = ROW.matcher(Files.readString(PAGE));
            while (row.find()) {
                assertThat(quotes.put(row.group(1), row.group(2)))
                        .as(row.group(1) + " stands twice")
                        .isNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return quotes;
    }
}
