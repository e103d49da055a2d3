package io.github.oidctoken.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every YAML route that people may copy from us keeps to the schema by which editors complete and check Camel's YAML DSL. */
class YamlSchemaTest {

    private static final Path PROJECT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(- .*?)^```");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final JsonSchema schema = schema();

    @TestFactory
    Stream<DynamicTest> everyRouteThatPeopleMayCopyIsValid() throws IOException {
        Map<String, String> routes = routes();

        assertThat(routes).hasSizeGreaterThan(20);
        return routes.entrySet().stream()
                .map(route -> DynamicTest.dynamicTest(
                        route.getKey(),
                        () -> assertThat(problems(route.getValue())).isEmpty()));
    }

    @Test
    void aMisspelledStepIsNotValid() throws IOException {
        assertThat(problems("- route:\n    routePolicyy: oidc-token:ifs\n    from: direct:a\n"))
                .isNotEmpty();
    }

    private Set<ValidationMessage> problems(String yaml) throws IOException {
        return schema.validate(YAML.readTree(yaml));
    }

    private static JsonSchema schema() {
        try (InputStream found = Objects.requireNonNull(
                YamlSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json"), "camel-yaml-dsl")) {
            JsonNode schema = new ObjectMapper().readTree(found);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By the place where they stand. */
    private static Map<String, String> routes() throws IOException {
        Map<String, String> routes = new LinkedHashMap<>();
        for (Path page : files("src/main/docs", ".md")) {
            blocks(page, routes);
        }
        blocks(PROJECT.resolve("README.md"), routes);
        for (Path file : files("../examples", ".yaml")) {
            if (file.toString().contains("src/main/resources/routes")) {
                routes.put(file.toString(), Files.readString(file));
            }
        }
        return routes;
    }

    private static void blocks(Path page, Map<String, String> routes) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            routes.put(page + ", from character " + block.start(), block.group(1));
        }
    }

    private static List<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList());
        }
    }
}
