package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordingServerTest {

    @Test
    void keepsEverythingItWasSentAndPrintsNoValue() throws Exception {
        try (RecordingServer foreign = RecordingServer.start()) {
            WireClient.Reply reply = new WireClient()
                    .send(HttpRequest.newBuilder(foreign.uri("/steal?q=planted"))
                            .header("Authorization", "Bearer planted")
                            .PUT(BodyPublishers.ofString("planted"))
                            .build());

            ReceivedRequest request = foreign.requests().get(0);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.path()).isEqualTo("/steal");
            assertThat(request.query()).isEqualTo("q=planted");
            assertThat(request.header("AUTHORIZATION")).containsExactly("Bearer planted");
            assertThat(request.body()).isEqualTo("planted");
            assertThat(request.toString()).contains("authorization").doesNotContain("planted");
        }
    }
}
