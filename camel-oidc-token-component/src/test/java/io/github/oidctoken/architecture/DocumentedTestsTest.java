package io.github.oidctoken.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the documentation names are there. */
class DocumentedTestsTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/four-systems.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void theTestsThatThePageOfTheFourSystemsNamesAreThere() throws IOException {
        Map<String, String> tests = tests();
        Set<String> missing = new TreeSet<>();
        Matcher named = NAMED.matcher(Files.readString(DOCUMENT));
        int found = 0;
        while (named.find()) {
            found++;
            if (!tests.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(")) {
                missing.add(named.group(1) + "." + named.group(2));
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(30);
    }

    private static Map<String, String> tests() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(Path.of(".."), Path.of("../examples"))) {
            try (Stream<Path> modules = Files.list(folder)) {
                for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                        .filter(Files::isDirectory)
                        .toList()) {
                    found.addAll(testsIn(sources));
                }
            }
        }
        return found.stream()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        DocumentedTestsTest::read,
                        String::concat));
    }

    /** Of the sources alone: what else is in a module comes and goes during the build. */
    private static List<Path> testsIn(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
