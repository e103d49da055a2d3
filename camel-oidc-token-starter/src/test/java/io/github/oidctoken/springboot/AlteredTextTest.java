package io.github.oidctoken.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.ComponentConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Values in YAML that look like numbers or truth values to YAML, and are texts to whoever wrote them. */
class AlteredTextTest {

    private static final String SECRET = "camel.component.oidc-token.clients.ifs.client-secret";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues("camel.main.routes-include-pattern=false");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456",
                "0x1F",
                "1_000",
                "1.10",
                "12:30:45",
                "1.0e+3",
                "12e3",
                "yes",
                "off",
                "TRUE",
                "0b101",
                "+7"
            })
    void aValueThatYamlAltersStopsTheStartAndIsNotShown(String written) {
        yaml("client-secret: " + written + " # the secret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ComponentConfigurationException.class)
                        .hasMessageStartingWith(SECRET + " stands in a YAML file without quotes")
                        .hasMessageEndingWith("Put it in quotes.")
                        .hasMessageNotContaining("0123456"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "-7",
                "1.5",
                "true",
                "'0123456'",
                "\"yes\"",
                "0129",
                "!!str 0123456",
                "2026-11-22",
                "${SECRET:0123456}",
                "s3cret"
            })
    void aValueThatArrivesAsItIsWrittenIsTaken(String written) {
        yaml("client-secret: " + written).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void inBracesItIsFoundToo() {
        yaml("parameters: {pin: 007, tenant: acme}")
                .withPropertyValues(SECRET + "=s3cret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith(
                                "camel.component.oidc-token.clients.ifs.parameters.pin stands in a YAML"));
    }

    @Test
    void aNearerSourceMakesUpForIt() {
        yaml("client-secret: 0123456")
                .withPropertyValues(SECRET + "=0123456")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anOptionThatIsANumberMayBeWrittenInAnyWay() {
        yaml("max-principals: 0x20")
                .withPropertyValues(SECRET + "=s3cret")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private ApplicationContextRunner yaml(String line) {
        String text =
                "camel:\n  component:\n    oidc-token:\n      clients:\n        ifs:\n          client-id: camel\n"
                        + "          token-endpoint: https://id.example.com/token\n          " + line + "\n";
        return application.withInitializer(context -> load(text)
                .forEach(source -> context.getEnvironment().getPropertySources().addLast(source)));
    }

    private static List<PropertySource<?>> load(String yaml) {
        try {
            return new YamlPropertySourceLoader().load("application.yaml", new ByteArrayResource(yaml.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
