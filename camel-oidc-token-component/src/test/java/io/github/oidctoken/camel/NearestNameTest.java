package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("client-id", "client-secret", "scope", "token-endpoint");

    @ParameterizedTest
    @CsvSource({
        "client-secrte, client-secret",
        "clientsecret, client-secret",
        "scop, scope",
        "token-endpont, token-endpoint",
        "cleint-id, client-id"
    })
    void aNameWithASlipIsRecognised(String written, String meant) {
        assertThat(NearestName.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "secret-of-the-client", "''"})
    void aNameThatIsFarFromAllIsNotGuessed(String written) {
        assertThat(NearestName.of(written, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MyErp, my-erp", "MY_ERP, my-erp", "myerp, my-erp"})
    void anotherSpellingOfTheSameNameIsRecognised(String written, String meant) {
        assertThat(NearestName.of(written, List.of("merp", "my-erp"))).contains(meant);
    }

    @Test
    void nothingIsNearWhenNothingIsKnown() {
        assertThat(NearestName.question("scope", List.of())).isEmpty();
    }
}
