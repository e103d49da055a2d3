package io.github.oidctoken.testkit;

import static io.github.oidctoken.testkit.WireClient.fields;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** A strict authorization server at 10 o'clock, its client {@code camel}, and the requests the tests send to it. */
abstract class StrictServerTest {

    static final String CAMEL = WireClient.basic("camel", "s3cret");

    final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T10:00:00Z"));
    final WireClient wire = new WireClient();
    private StrictAuthorizationServer server = start(settings());

    @AfterEach
    void closeServer() {
        server.close();
    }

    StrictAuthorizationServer server() {
        return server;
    }

    /** Replaces the server by one with other settings. */
    void restart(StrictServerSettings.Builder settings) {
        server.close();
        server = start(settings);
    }

    static StrictServerSettings.Builder settings() {
        return StrictServerSettings.builder()
                .client("camel", "s3cret")
                .client("odd:id", "100% +")
                .publicClient("spa")
                .user("alice", "wonder land")
                .accessTokenLifetime(Duration.ofMinutes(3))
                .scopes("read", "write");
    }

    URI metadata() {
        return URI.create(server.issuer() + "/.well-known/openid-configuration");
    }

    Optional<String> subject(Reply reply) {
        return server.accessTokenVerifier().verify(reply.text("access_token"));
    }

    Reply token(String... namesAndValues) throws Exception {
        return wire.post(server.tokenEndpoint(), CAMEL, fields(namesAndValues));
    }

    Reply signIn() throws Exception {
        return token("grant_type", "password", "username", "alice", "password", "wonder land");
    }

    Reply signIn(String scope) throws Exception {
        return token("grant_type", "password", "username", "alice", "password", "wonder land", "scope", scope);
    }

    Reply refresh(Reply tokens) throws Exception {
        return wire.post(server.tokenEndpoint(), CAMEL, refreshFields(tokens));
    }

    CompletableFuture<Reply> refreshAsync(Reply tokens) {
        return wire.postAsync(server.tokenEndpoint(), CAMEL, refreshFields(tokens));
    }

    private static Map<String, String> refreshFields(Reply tokens) {
        return fields("grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token"));
    }

    private StrictAuthorizationServer start(StrictServerSettings.Builder settings) {
        return StrictAuthorizationServer.start(settings.build(), clock, new SecureRandom());
    }
}
