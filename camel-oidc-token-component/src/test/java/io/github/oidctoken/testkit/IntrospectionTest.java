package io.github.oidctoken.testkit;

import static io.github.oidctoken.testkit.WireClient.basic;
import static io.github.oidctoken.testkit.WireClient.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntrospectionTest extends StrictServerTest {

    @Test
    void introspectionDescribesAValidToken() throws Exception {
        Reply first = signIn("read write");

        Reply reply = introspect(CAMEL, "token", first.text("access_token"));

        assertThat(reply.json().path("active").asBoolean()).isTrue();
        assertThat(reply.text("client_id")).isEqualTo("camel");
        assertThat(reply.text("sub")).isEqualTo("alice");
        assertThat(reply.text("scope")).isEqualTo("read write");
        assertThat(reply.json().path("exp").asLong())
                .isEqualTo(Instant.parse("2026-03-01T10:03:00Z").getEpochSecond());
    }

    @Test
    void introspectionOfADeadTokenSaysInactiveAndNoMore() throws Exception {
        Reply first = signIn();
        clock.advance(Duration.ofMinutes(3));

        assertThat(introspect(CAMEL, "token", first.text("access_token"))
                        .response()
                        .body())
                .isEqualTo("{\"active\":false}");
        assertThat(introspect(CAMEL, "token", "garbage").response().body()).isEqualTo("{\"active\":false}");
    }

    @Test
    void introspectionWantsAConfidentialClientAndAToken() throws Exception {
        assertThat(introspect(basic("camel", "wrong"), "token", "x").error())
                .isEqualTo("401 invalid_client: Client authentication failed.");
        assertThat(introspect(null, "token", "x", "client_id", "spa").error())
                .isEqualTo("403 invalid_request: Client not allowed.");
        assertThat(introspect(CAMEL).error()).isEqualTo("400 invalid_request: Token not provided.");
    }

    @Test
    void introspectingVerifierKnowsTheSubjectUntilTheTokenDies() throws Exception {
        AccessTokenVerifier verifier = new IntrospectingVerifier(server().introspectionEndpoint(), "odd:id", "100% +");
        String accessToken = signIn().text("access_token");

        assertThat(verifier.verify(accessToken)).contains("alice");
        server().invalidateAccessTokens();
        assertThat(verifier.verify(accessToken)).isEmpty();
    }

    private Reply introspect(@Nullable String authorization, String... namesAndValues) throws Exception {
        return wire.post(server().introspectionEndpoint(), authorization, fields(namesAndValues));
    }
}
