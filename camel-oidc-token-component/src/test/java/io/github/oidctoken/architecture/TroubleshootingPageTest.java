package io.github.oidctoken.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.TroubleshootingPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message that the troubleshooting page quotes is provoked by a test. */
class TroubleshootingPageTest {

    private static final Pattern USED = Pattern.compile("shows\\(\\s*\"([a-z0-9-]+)\"");

    @Test
    void everyRowOfThePageIsProvokedByATest() throws IOException {
        Set<String> used;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            used = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> USED.matcher(read(file)).results())
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        assertThat(used).isEqualTo(TroubleshootingPage.rows()).hasSizeGreaterThan(40);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
