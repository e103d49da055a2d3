package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.testkit.GeneratedTable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    static List<TargetCase> cases() {
        return TargetCase.ALL;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTargetCoversWhatSurelyLiesBelowItAndNothingElse(TargetCase example) throws URISyntaxException {
        Target target = Target.of(example.target(), false);

        assertThat(target.covers(HttpPlace.of(new URI(example.called())))).isEqualTo(example.carries());
    }

    @Test
    void theDocumentShowsTheTable() throws IOException {
        StringBuilder table = new StringBuilder("\n| target | called | token | why |\n|---|---|---|---|\n");
        for (TargetCase example : TargetCase.ALL) {
            table.append("| `%s` | `%s` | %s | %s |\n"
                    .formatted(example.target(), example.called(), example.carries() ? "yes" : "no", example.why()));
        }
        GeneratedTable.in(Path.of("src/main/docs/targets.md"))
                .assertIs(table.append('\n').toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/api",
                "https://user@api.example.com/api",
                "https://api.example.com/api?x=1",
                "https://api.example.com/api#x",
                "https://api.example.com/../api",
                "https://api.example.com/a%2Fb",
                "https://api.example.com/a\\b",
                "https://api_example.com",
                "https://*.example.com",
                "ftp://api.example.com",
                "api.example.com",
                "https://",
                ""
            })
    void onlyAPlainSecurePrefixIsATarget(String written) {
        assertThatThrownBy(() -> Target.of(written, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainHttpToAnotherMachineIsATargetWhereInsecureIsAllowed() throws URISyntaxException {
        Target target = Target.of("http://api.example.com/api", true);

        assertThat(target.covers(HttpPlace.of(new URI("http://api.example.com/api/x"))))
                .isTrue();
        assertThat(target.covers(HttpPlace.of(new URI("https://api.example.com/api/x"))))
                .isFalse();
    }
}
