package io.github.oidctoken.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Camel's plug-in generates is committed. The build keeps a copy of what was there before it ran. */
class GeneratedMetadataTest {

    @Test
    void whatIsCommittedIsWhatTheBuildGenerates() throws IOException {
        assertThat(content(Path.of("target/generated-as-committed")))
                .as(
                        "src/generated was out of date. The build has written it anew: look at the difference and commit it.")
                .isEqualTo(content(Path.of("src/generated")))
                .isNotEmpty();
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }
}
