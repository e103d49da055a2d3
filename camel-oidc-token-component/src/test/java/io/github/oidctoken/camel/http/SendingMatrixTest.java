package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.GeneratedTable;
import io.github.oidctoken.testkit.ProtectedApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of sending by every HTTP component: what a target gets, what a foreign host gets, and what becomes of a
 * token that the target refuses. The table in the documentation is written from this.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendingMatrixTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/sending.md");

    private final ProtectedApi api =
            ProtectedApi.start(token -> token.startsWith("ifs-") ? Optional.of("ifs") : Optional.empty());
    private final FakeApi foreign = new FakeApi();
    private final FakeClient ifs = FakeClient.of("ifs", api.uri("/api").toString());
    private final FakeClients clients = new FakeClients();
    private final CamelContext context = HttpTest.newContext(clients);
    private final SendingMatrix matrix = new SendingMatrix(context, api, foreign, "ifs-");

    @BeforeAll
    void start() throws Exception {
        clients.add(ifs);
        context.start();
        matrix.addRoutes(ifs);
    }

    @AfterAll
    void stop() {
        context.stop();
        api.close();
        foreign.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.oidctoken.camel.http.SendingMatrix#cells")
    void everyCellIsGreenOrSaysWhyNot(SendingWay way, HttpComponent component) {
        assertThat(matrix.outcome(way, component)).isEqualTo(SendingMatrix.Outcome.expectedOf(way));
    }

    @Test
    void theDocumentShowsTheTable() throws IOException {
        GeneratedTable.in(DOCUMENT).assertIs(table());
    }

    private String table() {
        StringBuilder table =
                new StringBuilder("\n| way of sending | http | vertx-http | netty-http | undertow | why |\n"
                        + "|---|---|---|---|---|---|\n");
        for (SendingWay way : SendingWay.values()) {
            table.append("| ").append(way.title());
            SendingMatrix.COMPONENTS.forEach(component -> table.append(" | ").append(matrix.outcome(way, component)));
            table.append(" | ").append(way.reason()).append(" |\n");
        }
        return table.append('\n').toString();
    }
}
