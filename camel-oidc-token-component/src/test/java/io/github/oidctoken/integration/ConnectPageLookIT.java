package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.Chromium;
import io.github.oidctoken.testkit.PageVisitor;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connect page in a real browser, on a desk and on a phone, by day and by night: everybody can read and use it. */
class ConnectPageLookIT {

    private static final Path PICTURES = Path.of("target/connect-page");

    /** WCAG 2.2, success criterion 1.4.3 (AA): texts with less contrast than 4.5 to 1, or 3 to 1 where they are large. */
    private static final String PALE_TEXTS = """
            const channels = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
            const luminance = colour => channels(colour).slice(0, 3)
                .map(value => value / 255)
                .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
                .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = element => {
                for (let at = element; at; at = at.parentElement) {
                    const colour = getComputedStyle(at).backgroundColor;
                    if (channels(colour)[3] !== 0) return colour;
                }
                return 'rgb(255, 255, 255)';
            };
            return [...document.body.querySelectorAll('*')]
                .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
                .flatMap(element => {
                    const style = getComputedStyle(element);
                    const [light, dark] = [luminance(style.color), luminance(behind(element))].sort((a, b) => b - a);
                    const size = parseFloat(style.fontSize);
                    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
                    const contrast = (light + 0.05) / (dark + 0.05);
                    return contrast < (large ? 3 : 4.5) ? [element.textContent.trim() + ': ' + contrast.toFixed(2)] : [];
                });
            """;

    private static final String LOADED = "return performance.getEntriesByType('resource').map(entry => entry.name)";

    private static final String FOCUSED = """
            const style = getComputedStyle(document.activeElement);
            return document.activeElement.innerText.replace(/\\s+/g, ' ') + ', ' + style.outlineStyle + ' ' + style.outlineWidth;
            """;

    /** The client that people sign in for by another device. */
    private static final String FLOOR = "section:nth-of-type(2)";

    private static final String USABLE = "return document.querySelectorAll('a, button').length";

    private static final String HEADINGS =
            "return [...document.querySelectorAll('h1, h2')].map(each => each.tagName + ' ' + each.textContent)";

    private static final String SMALLEST_TARGET =
            "return Math.min(...[...document.querySelectorAll('button')].map(each => each.getBoundingClientRect().height))";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", ConnectNode.SECRET).build());
    private Chromium chromium;

    @BeforeEach
    void startBrowser() {
        chromium = Chromium.start().orElse(null);
        Assumptions.assumeTrue(chromium != null, "there is no Chromium here");
    }

    @AfterEach
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        server.close();
    }

    @Test
    void everybodyCanReadAndUseIt() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node(server).start()) {
            chromium.open(PageVisitor.printed(log.text()).resolve("/connect"));
            assertThat(chromium.text()).contains("This page is closed");
            looksRight(chromium, "closed");

            chromium.open(PageVisitor.printed(log.text()));
            chromium.click("section:nth-of-type(1) button.connect");
            chromium.waitFor("section:nth-of-type(1) .state", "Connected");
            assertThat(chromium.evaluate("return document.documentElement.lang + ' ' + document.title"))
                    .isEqualTo("en Connections");
            assertThat(chromium.evaluate(HEADINGS))
                    .isEqualTo(List.of("H1 Connections", "H2 fabric", "H2 shop-floor", "H2 warehouse"));
            assertThat(chromium.evaluate(LOADED)).isEqualTo(List.of());
            assertThat(focused(chromium))
                    .contains(
                            "Reconnect fabric, solid 3px",
                            "Disconnect fabric, solid 3px",
                            "Connect shop-floor, solid 3px")
                    .allSatisfy(each -> assertThat(each).endsWith(", solid 3px"));

            chromium.click("section:nth-of-type(2) button.connect");
            chromium.waitFor("section:nth-of-type(2) .code", "type in");
            looksRight(chromium, "overview");
        }
    }

    @Test
    void whatAWaitingPageShowsChangesAndTheFocusStays() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node(server).start()) {
            chromium.open(PageVisitor.printed(log.text()));
            chromium.click(FLOOR + " button.connect");
            chromium.waitFor(FLOOR + " .code", "type in");
            String code = shownCode();
            chromium.evaluate("window.marked = document.querySelector('" + FLOOR + " h2')");
            chromium.focus(FLOOR + " button.connect");
            await().atMost(Duration.ofSeconds(30)).until(() -> !List.of().equals(chromium.evaluate(LOADED)));
            assertThat(chromium.evaluate(FOCUSED)).asString().startsWith("New code shop-floor");

            server.devicePage().approve(code);
            chromium.waitFor(FLOOR + " .state", "Connected");

            assertThat(chromium.evaluate(FOCUSED)).asString().startsWith("Reconnect shop-floor");
            assertThat(chromium.evaluate("return window.marked === document.querySelector('" + FLOOR + " h2')"))
                    .isEqualTo(true);
            assertThat(chromium.text()).contains("Connected since").doesNotContain("type in");

            chromium.click(FLOOR + " button.connect");
            chromium.waitFor(FLOOR + " .code", "type in");
            String refused = shownCode();
            chromium.focus(FLOOR + " .code a");
            server.devicePage().refuse(refused);
            chromium.waitFor(FLOOR + " .failed", "has refused");
            assertThat(chromium.evaluate(FOCUSED)).asString().startsWith("Reconnect shop-floor");
        }
    }

    @Test
    void withoutScriptsAWaitingPageLoadsItselfAnew() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node(server).start()) {
            chromium.withoutScripts();
            chromium.open(PageVisitor.printed(log.text()));
            chromium.click(FLOOR + " button.connect");
            chromium.waitFor(FLOOR + " .code", "type in");

            server.devicePage().approve(shownCode());

            chromium.waitFor(FLOOR + " .state", "Connected");
        }
    }

    /** The two host names are two sites for browsers, though they lead to one machine. */
    @Test
    void theAnswerComesByAFormOfAnotherSite() throws Exception {
        ConnectNode node = ConnectNode.of(server).client("response-mode", "form_post");
        URI page = URI.create("http://localhost:" + node.operator().page().getPort() + "/connect");
        node.client("redirect-uri", page + "/callback");
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node.start()) {
            chromium.open(PageVisitor.printed(log.text()));
            assertThat(chromium.address()).isEqualTo(page);

            chromium.click("button.connect");

            chromium.waitFor(".state", "Connected");
            chromium.waitFor("dd", "alice");
            assertThat(chromium.address()).isEqualTo(page);
            assertThat(ConnectNode.token(application)).isNotEmpty();
        }
    }

    private String shownCode() {
        return String.valueOf(
                chromium.evaluate("return document.querySelector('" + FLOOR + " .usercode').textContent"));
    }

    private static void looksRight(Chromium chromium, String name) throws Exception {
        for (int width : List.of(1280, 375)) {
            for (String colours : List.of("light", "dark")) {
                chromium.look(width, width > 1000 ? 900 : 812, colours);
                chromium.save(PICTURES.resolve("look-" + name + "-" + width + "-" + colours + ".png"));
                String where = name + " at " + width + ", " + colours;
                assertThat(chromium.pageWidth()).as(where).isLessThanOrEqualTo(width);
                assertThat(chromium.evaluate(PALE_TEXTS)).as(where).isEqualTo(List.of());
            }
        }
        if (!name.equals("closed")) {
            double height = Double.parseDouble(String.valueOf(chromium.evaluate(SMALLEST_TARGET)));
            assertThat(height).as("of buttons, %s", name).isGreaterThanOrEqualTo(44);
        }
    }

    /** All that the keyboard reaches, in its order, and how one sees that. */
    private static List<String> focused(Chromium chromium) {
        List<String> reached = new ArrayList<>();
        int usable = Integer.parseInt(String.valueOf(chromium.evaluate(USABLE)));
        for (int i = 0; i < usable; i++) {
            chromium.pressTab();
            reached.add(String.valueOf(chromium.evaluate(FOCUSED)));
        }
        return reached;
    }

    private static ConnectNode node(StrictAuthorizationServer server) throws Exception {
        ConnectNode node = ConnectNode.of(server);
        for (String name : List.of("shop-floor", "warehouse")) {
            String client = ConnectNode.COMPONENT + "clients[" + name + "].";
            node.property(client + "issuer", server.issuer().toString())
                    .property(client + "client-id", "camel")
                    .property(client + "client-secret", ConnectNode.SECRET);
        }
        return node.property(ConnectNode.COMPONENT + "clients[shop-floor].grant", "device_code")
                .property(ConnectNode.COMPONENT + "clients[warehouse].grant", "authorization_code")
                .property(
                        ConnectNode.COMPONENT + "clients[warehouse].redirect-uri",
                        "https://esb.example.com/connected/warehouse");
    }
}
