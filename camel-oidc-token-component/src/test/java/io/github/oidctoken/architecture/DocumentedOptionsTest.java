package io.github.oidctoken.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The option tables of the documentation are those of the component's metadata. */
class DocumentedOptionsTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/oidc-token-component.md");
    private static final Path METADATA =
            Path.of("src/generated/resources/META-INF/io/github/oidctoken/camel/oidc-token.json");
    private static final Path PROPOSAL = Path.of("target/oidc-token-component.md");
    private static final String START = "<!-- options:start -->\n";
    private static final String END = "<!-- options:end -->\n";

    @Test
    void theDocumentShowsEveryOptionAsTheMetadataDoes() throws IOException {
        String document = Files.readString(DOCUMENT);
        JsonNode metadata = new ObjectMapper().readTree(Files.readString(METADATA));
        String expected = document.substring(0, document.indexOf(START) + START.length())
                + table("Component options", metadata.get("componentProperties"))
                + table("Endpoint and client options", metadata.get("properties"))
                + table("Headers", metadata.get("headers"))
                + document.substring(document.indexOf(END));
        Files.writeString(PROPOSAL, expected);

        assertThat(document)
                .as("%s is out of date; what it should be is in %s", DOCUMENT, PROPOSAL)
                .isEqualTo(expected);
    }

    private static String table(String title, JsonNode options) {
        StringBuilder table =
                new StringBuilder("### " + title + "\n\n| name | meaning | default | values |\n|---|---|---|---|\n");
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            JsonNode about = option.getValue();
            table.append("| `%s`%s | %s | %s | %s |%n"
                    .formatted(
                            option.getKey(),
                            about.path("secret").asBoolean() ? " (secret)" : "",
                            about.path("description").asText().replace("|", "\\|"),
                            about.path("defaultValue").asText(),
                            values(about)));
        }
        return table.append('\n').toString();
    }

    private static String values(JsonNode option) {
        if (!option.has("enum")) {
            String type = option.path("javaType").asText();
            return type.substring(type.lastIndexOf('.') + 1).replace(">", "").toLowerCase(java.util.Locale.ROOT);
        }
        StringBuilder values = new StringBuilder();
        option.get("enum")
                .forEach(value -> values.append(values.isEmpty() ? "" : ", ").append(value.asText()));
        return values.toString();
    }
}
