package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProtectedApiTest {

    private static final Map<String, String> SUBJECTS = Map.of("token-of-alice", "alice", "token-of-bob", "bob");
    private static final String INVALID = "Bearer realm=\"protected-api\", error=\"invalid_token\", "
            + "error_description=\"The access token is unknown, expired or revoked\"";

    private final WireClient wire = new WireClient();
    private final ProtectedApi api = ProtectedApi.start(token -> Optional.ofNullable(SUBJECTS.get(token)));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void validTokenGetsTheOrdersOnAnyPath() throws Exception {
        Reply orders = call("/orders", "Bearer token-of-alice");
        Reply projection =
                call("/main/ifsapplications/projection/v1/CustomerOrders.svc/OrderSet?$top=2", "bearer token-of-bob");

        assertThat(orders.status()).isEqualTo(200);
        assertThat(orders.json().path("orders").size()).isEqualTo(2);
        assertThat(orders.json().path("call").asInt()).isEqualTo(1);
        assertThat(projection.status()).isEqualTo(200);
        assertThat(projection.json().path("call").asInt()).isEqualTo(2);
    }

    @Test
    void callWithoutATokenGetsAChallengeWithoutAnError() throws Exception {
        for (Reply reply : List.of(wire.get(api.uri("/orders")), call("/orders", "Basic YTpi"))) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"protected-api\"");
        }
    }

    @Test
    void invalidTokenGetsAChallengeThatSaysSo() throws Exception {
        Reply reply = call("/orders", "Bearer expired");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo(INVALID);
    }

    @Test
    void twoAuthorizationHeadersAreABadRequest() throws Exception {
        Reply reply = wire.get(
                api.uri("/orders"), "Authorization", "Bearer token-of-alice", "Authorization", "Bearer token-of-bob");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_request\"");
    }

    @Test
    void rejectedTokenStaysRejectedAndAnotherOnePasses() throws Exception {
        api.rejectNext();

        Reply rejected = call("/orders", "Bearer token-of-alice");

        assertThat(rejected.status()).isEqualTo(401);
        assertThat(rejected.header("WWW-Authenticate")).isEqualTo(INVALID);
        assertThat(call("/orders", "Bearer token-of-alice").status()).isEqualTo(401);
        assertThat(call("/orders", "Bearer token-of-bob").status()).isEqualTo(200);
    }

    @Test
    void rejectionWaitsForACallThatWouldHavePassed() throws Exception {
        api.rejectNext();

        assertThat(call("/orders", "Bearer expired").status()).isEqualTo(401);
        assertThat(call("/orders", "Bearer token-of-alice").status()).isEqualTo(401);
        assertThat(call("/orders", "Bearer token-of-bob").status()).isEqualTo(200);
    }

    @Test
    void recordsCallsWithAFingerprintOfTheToken() throws Exception {
        post("/orders%2Fnew?dry=1%20", "Bearer token-of-alice", "{\"OrderNo\":\"ü\"}");
        wire.get(api.uri("/orders"));

        assertThat(api.calls())
                .extracting(
                        RecordedCall::number,
                        RecordedCall::method,
                        RecordedCall::path,
                        RecordedCall::query,
                        RecordedCall::status,
                        RecordedCall::token,
                        RecordedCall::subject,
                        RecordedCall::body)
                .containsExactly(
                        // printf token-of-alice | sha256sum
                        tuple(1L, "POST", "/orders%2Fnew", "dry=1%20", 200, "19c28a50", "alice", "{\"OrderNo\":\"ü\"}"),
                        tuple(2L, "GET", "/orders", null, 401, null, null, ""));
        assertThat(api.calls().get(0).headerNames()).contains("authorization", "content-length");
        assertThat(api.calls().get(1).headerNames()).doesNotContain("authorization");
    }

    @Test
    void nothingItPrintsHoldsAToken() throws Exception {
        post("/orders?leak=token-of-alice", "Bearer token-of-alice", "token-of-alice");

        assertThat(api.calls().toString()).contains("/orders").doesNotContain("token-of-alice");
    }

    @Test
    void listenerHearsOfACallBeforeItIsAnswered() throws Exception {
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        api.onCall(call -> statuses.add(call.status()));

        call("/orders", "Bearer token-of-alice");
        call("/orders", "Bearer expired");

        assertThat(statuses).containsExactly(200, 401);
    }

    @Test
    void authorizationServerDecidesAboutItsOwnTokens() throws Exception {
        StrictServerSettings settings =
                StrictServerSettings.builder().client("camel", "s3cret").build();
        try (StrictAuthorizationServer server = StrictAuthorizationServer.start(settings);
                ProtectedApi ofServer = ProtectedApi.start(server.accessTokenVerifier())) {
            String bearer = "Bearer "
                    + wire.post(
                                    server.tokenEndpoint(),
                                    WireClient.basic("camel", "s3cret"),
                                    Map.of("grant_type", "client_credentials"))
                            .text("access_token");

            assertThat(wire.get(ofServer.uri("/orders"), "Authorization", bearer)
                            .status())
                    .isEqualTo(200);
            server.invalidateAccessTokens();
            assertThat(wire.get(ofServer.uri("/orders"), "Authorization", bearer)
                            .status())
                    .isEqualTo(401);
        }
    }

    private Reply call(String path, String authorization) throws Exception {
        return wire.get(api.uri(path), "Authorization", authorization);
    }

    private void post(String path, String authorization, String body) throws Exception {
        wire.send(HttpRequest.newBuilder(api.uri(path))
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
