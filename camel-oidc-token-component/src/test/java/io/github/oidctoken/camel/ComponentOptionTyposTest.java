package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever option of the component is mistyped, the message knows which one was meant. */
class ComponentOptionTyposTest {

    private static final String METADATA = "/META-INF/io/github/oidctoken/camel/oidc-token.json";

    @ParameterizedTest
    @MethodSource("options")
    void aMistypedOptionIsAnsweredWithTheOneThatWasMeant(String option) {
        String mistyped = WrittenKeys.PREFIX + withLastLettersSwapped(option);
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().setAutoConfigurationLogSummary(false);
        main.addInitialProperty(mistyped, "HUSH");
        try {
            Throwable failure = catchThrowable(main::start);

            assertThat(Failures.text(failure))
                    .contains(
                            mistyped + " is not an option of the oidc-token component. Did you mean '" + option + "'?")
                    .doesNotContain("HUSH");
        } finally {
            main.stop();
        }
    }

    static Stream<String> options() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ComponentOptionTyposTest.class.getResourceAsStream(METADATA), METADATA)) {
            List<String> names = new ArrayList<>();
            new ObjectMapper()
                    .readTree(in)
                    .path("componentProperties")
                    .fieldNames()
                    .forEachRemaining(names::add);
            return names.stream().map(ClientOptions::kebab);
        }
    }

    private static String withLastLettersSwapped(String option) {
        int last = option.length() - 1;
        return option.substring(0, last - 1) + option.charAt(last) + option.charAt(last - 1);
    }
}
