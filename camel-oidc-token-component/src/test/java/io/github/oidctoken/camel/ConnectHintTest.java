package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEvent.Type;
import io.github.oidctoken.testkit.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectHintTest {

    private static final String PAGE = "https://esb.example.com/connect";

    private final List<TokenEvent> heard = new ArrayList<>();
    private final ConnectHint hint =
            new ConnectHint(client -> client.equals("fabric") ? Optional.of(PAGE) : Optional.empty(), heard::add);

    @ParameterizedTest
    @EnumSource(
            value = Type.class,
            names = {"REAUTHORIZATION_REQUIRED", "REFRESH_TOKEN_EXPIRING"})
    void whatNeedsAPersonSaysWhereSheFindsThePage(Type type) {
        try (CapturedLog log = CapturedLog.open()) {
            TokenEvent told = event(type, "fabric", "The session ends.");

            hint.on(told);

            assertThat(heard).containsExactly(event(type, "fabric", "The session ends. Connect it at " + PAGE + "."));
            assertThat(log.text()).contains("Client 'fabric': a person can connect it at " + PAGE);
        }
    }

    @Test
    void allElseIsToldAsItIs() {
        Set<Type> others = EnumSet.complementOf(EnumSet.of(Type.REAUTHORIZATION_REQUIRED, Type.REFRESH_TOKEN_EXPIRING));
        List<TokenEvent> told = new ArrayList<>();
        others.forEach(type -> told.add(event(type, "fabric", "It failed.")));
        told.add(event(Type.REAUTHORIZATION_REQUIRED, "elsewhere", "The session has ended."));
        try (CapturedLog log = CapturedLog.open()) {
            told.forEach(hint::on);

            assertThat(heard).isEqualTo(told);
            assertThat(log.text()).doesNotContain("connect it");
        }
    }

    private static TokenEvent event(Type type, String client, String failure) {
        return new TokenEvent(
                type,
                client,
                RenewalReason.KEEP_ALIVE,
                null,
                null,
                Instant.parse("2026-03-01T10:00:00Z"),
                Duration.ZERO,
                failure);
    }
}
