package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {

    @Test
    void aSchemeAloneIsAChallenge() {
        assertThat(Challenges.parse("Bearer")).containsExactly(challenge("bearer"));
    }

    @Test
    void commasInsideQuotesPartNothing() {
        assertThat(Challenges.parse("Bearer realm=\"a, b\", error=\"invalid_token\""))
                .containsExactly(new Challenge("bearer", Map.of("realm", "a, b", "error", "invalid_token")));
    }

    @Test
    void severalChallengesInOneFieldAreParted() {
        assertThat(Challenges.parse(
                        "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\""))
                .containsExactly(
                        new Challenge("newauth", Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\"")),
                        new Challenge("basic", Map.of("realm", "simple")));
    }

    @Test
    void aToken68IsNoParameterAndNoScheme() {
        assertThat(Challenges.parse("Negotiate a87421000492aa874209af8bc028==, Bearer error=invalid_token"))
                .containsExactly(challenge("negotiate"), new Challenge("bearer", Map.of("error", "invalid_token")));
    }

    @Test
    void blanksAroundTheEqualsSignAndEmptyListItemsAreTolerated() {
        assertThat(Challenges.parse(" , ,Bearer  realm = \"x\" ,, error\t=\tinvalid_token , DPoP"))
                .containsExactly(
                        new Challenge("bearer", Map.of("realm", "x", "error", "invalid_token")), challenge("dpop"));
    }

    @Test
    void namesAreFoundWhateverTheirCase() {
        assertThat(Challenges.parse("BEARER Error=\"insufficient_scope\""))
                .singleElement()
                .satisfies(challenge -> assertThat(challenge.outlivesRenewal()).isTrue());
    }

    @Test
    void anErrorNamedInAQuotedTextOfAnotherParameterDoesNotCount() {
        assertThat(Challenges.parse("Bearer error_description=\"error=insufficient_scope\", error=\"invalid_token\""))
                .singleElement()
                .satisfies(challenge -> assertThat(challenge.outlivesRenewal()).isFalse());
    }

    @Test
    void theErrorOfAnotherSchemeDoesNotCount() {
        assertThat(Challenges.parse("Custom error=\"insufficient_scope\", Bearer"))
                .noneMatch(Challenge::outlivesRenewal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_scope", "insufficient_user_authentication"})
    void aGoodTokenThatDoesNotAllowTheCallIsNotCuredByRenewal(String error) {
        assertThat(Challenges.parse("Basic, Bearer realm=\"x\", error=\"" + error + "\", scope=\"a b\""))
                .anyMatch(Challenge::outlivesRenewal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "=",
                "\"",
                "\"a",
                "Bearer realm=\"never closed",
                "@@@ ;;;",
                "Bearer error=\"x\\",
                "=a Bearer"
            })
    void malformedFieldsAreSurvived(String field) {
        List<Challenge> challenges = Challenges.parse(field);

        assertThat(challenges).noneMatch(Challenge::outlivesRenewal);
    }

    private static Challenge challenge(String scheme) {
        return new Challenge(scheme, Map.of());
    }
}
