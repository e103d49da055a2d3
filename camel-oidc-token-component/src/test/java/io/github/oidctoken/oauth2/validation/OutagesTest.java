package io.github.oidctoken.oauth2.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A server that is down is asked by one caller a second; the others do not wait for it. */
class OutagesTest {

    private static final ClientRegistration CLIENT = ClientRegistration.of(ClientOptions.of(
            "orders",
            Map.of(
                    "tokenEndpoint", "https://id.example.com/token",
                    "introspectionEndpoint", "https://id.example.com/introspect",
                    "clientId", "api",
                    "clientSecret", "s3cret-s3cret")));

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean holding;
    private int tokens;
    private final TokenValidation validation = new TokenValidation(
            transport,
            time,
            new CurrentSecret() {
                @Override
                public ClientRegistration present(ClientRegistration client) {
                    return client;
                }

                @Override
                public boolean reread(ClientRegistration refused) {
                    return false;
                }
            },
            client -> task -> {
                if (holding) {
                    waiting.add(task);
                } else {
                    task.run();
                }
            });

    @Test
    void oneFailureMayBeAnAccident() {
        transport.thenFails(Delivery.UNKNOWN, "reset").thenJson(200, "{\"active\": true}");
        assertThatThrownBy(this::ask).hasMessageContaining("reset");

        assertThat(ask()).containsEntry("active", true);
    }

    @Test
    void afterTwoFailuresNobodyAsksForASecondAndAllAreToldWhy() {
        fail(2);

        assertThatThrownBy(this::ask)
                .isInstanceOf(TokenNotValidatedException.class)
                .hasMessageContaining("held back, since the server has just failed others: no answer in time")
                .hasMessageContaining("clients[orders].introspection-endpoint");

        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void thenOneTriesAndTheOthersDoNotWaitForIt() {
        fail(2);
        time.advance(Outages.PAUSE);
        transport.then(request -> {
            assertThatThrownBy(this::ask).hasMessageContaining("held back");
            return ScriptedTransport.json(200, "{\"active\": true}");
        });
        transport.thenJson(200, "{\"active\": true}");

        assertThat(ask()).containsEntry("active", true);

        assertThat(ask()).containsEntry("active", true);
        assertThat(transport.requests()).hasSize(4);
    }

    @Test
    void aTryThatFailsBeginsAnotherPause() {
        fail(2);
        time.advance(Outages.PAUSE);
        transport.thenFails(Delivery.UNKNOWN, "still down");
        assertThatThrownBy(this::ask).hasMessageContaining("still down");

        assertThatThrownBy(this::ask).hasMessageContaining("held back");

        assertThat(transport.requests()).hasSize(3);
    }

    @Test
    void aRefusalIsAnAnswer() {
        for (int i = 0; i < 3; i++) {
            transport.thenJson(403, "{\"error\": \"access_denied\"}");
            assertThatThrownBy(this::ask).hasMessageContaining("403 access_denied");
        }
    }

    @Test
    void thoseWhoAskedTogetherAreAnsweredTogether() {
        holding = true;
        List<CompletableFuture<Map<String, Object>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(validation.introspect(CLIENT, nextToken(), null).toCompletableFuture());
        }
        holding = false;
        transport.thenFails(Delivery.UNKNOWN, "no answer in time").thenFails(Delivery.UNKNOWN, "no answer in time");

        waiting.forEach(Runnable::run);

        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(transport.requests()).hasSize(2);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            transport.thenFails(Delivery.UNKNOWN, "no answer in time");
            assertThatThrownBy(this::ask).hasMessageContaining("no answer in time");
        }
    }

    /** Asks about a token that nobody has asked about before. */
    private Map<String, Object> ask() {
        try {
            return validation
                    .introspect(CLIENT, nextToken(), null)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Secret nextToken() {
        tokens++;
        return Secret.of("token-" + tokens);
    }
}
