package io.github.oidctoken.integration;

import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.PageVisitor;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A node with a connect page, not started yet, its server, and an operator with a browser. */
abstract class ConnectPageFixture {

    final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", ConnectNode.SECRET).build());
    final MemoryTokenRepository repository = new MemoryTokenRepository();
    final CapturedLog log = CapturedLog.open();
    ConnectNode node;
    PageVisitor operator;
    Browser browser;

    @BeforeEach
    void configure() throws IOException {
        node = ConnectNode.of(server).bean("tokens", repository);
        operator = node.operator();
        browser = operator.browser();
    }

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }
}
