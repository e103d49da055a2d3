package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.OperatorPolicy;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connect page of two nodes behind one address: it shows the same, whichever of them answers. */
class ConnectPageNodesTest {

    private static final Pattern CODE = Pattern.compile("class=\"usercode\">([^<]+)<");

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", ConnectNode.SECRET).build());
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private ConnectNode one;
    private ConnectNode two;

    @BeforeEach
    void configure() throws IOException {
        one = node();
        two = node();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCodeThatOneNodeHasBegunIsShownByTheOtherUntilThePersonHasSignedIn() throws Exception {
        try (CamelApplication first = one.start();
                CamelApplication second = two.start()) {
            one.operator().press("connect", "fabric");
            String code = code(one);

            assertThat(code(two)).isEqualTo(code);
            assertThat(two.operator().look()).contains(server.issuer() + "/device?user_code=" + code, ">New code<");

            server.devicePage().approve(code);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(two.operator().look())
                            .contains(">Connected<", "alice")
                            .doesNotContain("usercode\""));
        }
    }

    @Test
    void thatAPersonHasRefusedIsShownByAllNodesUntilSomebodyBeginsAgainOnAnyOfThem() throws Exception {
        try (CamelApplication first = one.start();
                CamelApplication second = two.start()) {
            one.operator().press("connect", "fabric");
            server.devicePage().refuse(code(one));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(two.operator().look())
                            .contains("The sign-in by another device has failed", "has refused.")
                            .doesNotContain("usercode\""));

            two.operator().press("connect", "fabric");
            assertThat(code(one)).isEqualTo(code(two));
            assertThat(one.operator().look()).doesNotContain("has refused");
        }
    }

    @Test
    void aCodeThatIsWithdrawnOnOneNodeLetsNobodyInOnAnyOther() throws Exception {
        try (CamelApplication first = one.start();
                CamelApplication second = two.start()) {
            one.operator().press("connect", "fabric");
            String code = code(one);
            assertThat(two.operator().look()).contains(">Withdraw code<").doesNotContain(">Disconnect<");

            two.operator().press("disconnect", "fabric");

            assertThat(one.operator().look())
                    .contains(">Not connected<", ">Connect<")
                    .doesNotContain("usercode\"", "has failed", ">Withdraw code<");
            server.devicePage().approve(code);
            one.operator().press("connect", "fabric");
            server.devicePage().approve(code(two));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(two.operator().look()).contains(">Connected<", ">Disconnect<"));
        }
    }

    private ConnectNode node() throws IOException {
        ConnectNode node = ConnectNode.of(server)
                .without(ConnectNode.CLIENT + "redirect-uri")
                .client("grant", "device_code")
                .component("connect-guard", "operators")
                .bean("operators", new OperatorPolicy())
                .bean("tokens", repository);
        OperatorPolicy.letIn(node.operator());
        return node;
    }

    private static String code(ConnectNode node) throws Exception {
        Matcher matcher = CODE.matcher(node.operator().look());
        assertThat(matcher.find()).as("a code on the page").isTrue();
        return matcher.group(1);
    }
}
