package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TestTokens;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RenewalBudgetTest {

    private long nanos;
    private final RenewalBudget budget = new RenewalBudget(() -> nanos);
    private final HttpPlace api = place("https://api.example.com/orders");
    private final HttpPlace other = place("https://other.example.com/orders");
    private final FakeTokens tokens = new FakeTokens("ifs");
    private final AccessToken held = tokens.get();

    private static HttpPlace place(String uri) {
        return Objects.requireNonNull(HttpPlace.of(URI.create(uri)));
    }

    @Test
    void aRenewalInVainIsRememberedForTenSeconds() {
        budget.renewedInVain(api, tokens);

        assertThat(budget.isSpent(api, tokens, held)).isTrue();
        nanos += RenewalBudget.MEMORY.toNanos() + 1;
        assertThat(budget.isSpent(api, tokens, held)).isFalse();
    }

    @Test
    void itCountsForOneApiAndOnePrincipal() {
        budget.renewedInVain(api, tokens);

        assertThat(budget.isSpent(other, tokens, held)).isFalse();
        FakeTokens others = new FakeTokens("ifs");
        assertThat(budget.isSpent(api, others, others.get())).isFalse();
    }

    @Test
    void aTokenThatHasBeenReplacedMayStillBeExchangedForTheNewOne() {
        budget.renewedInVain(api, tokens);

        assertThat(budget.isSpent(api, tokens, TestTokens.bearer("older"))).isFalse();
    }

    @Test
    void whatFollowsAForgottenTokenIsARenewalInVainWhenItIsRefusedToo() {
        budget.forgotten(api, tokens, TestTokens.bearer("older"));

        assertThat(budget.isSpent(api, tokens, held)).isTrue();
    }

    @Test
    void theForgottenTokenItselfIsNot() {
        budget.forgotten(api, tokens, held);

        assertThat(budget.isSpent(api, tokens, held)).isFalse();
    }
}
