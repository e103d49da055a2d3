package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of a refusal: every component, thrown and as a reply, every kind of body and of challenge. */
class RefusalTest extends HttpTest {

    private static final int SPOOLED = 200_000;

    private final Path folder;

    RefusalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A body as the route has it, and as the API has to get it in both requests. */
    private record Body(String name, String content, boolean cached) {

        @Nullable
        Object make(Path folder) throws Exception {
            return switch (name) {
                case "none" -> null;
                case "bytes" -> content.getBytes(StandardCharsets.UTF_8);
                case "file" ->
                    Files.writeString(folder.resolve("order.txt"), content).toFile();
                case "stream", "spooled stream" -> stream(content);
                default -> content;
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static InputStream stream(String text) {
        // Camel keeps a ByteArrayInputStream in memory whatever its size
        return new BufferedInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<Arguments> components() {
        return Stream.of(HttpComponent.HTTP, HttpComponent.VERTX_HTTP, HttpComponent.NETTY_HTTP, HttpComponent.UNDERTOW)
                .flatMap(component -> Stream.of(true, false).map(thrown -> Arguments.of(component, thrown)));
    }

    static Stream<Arguments> bodies() {
        return components()
                .flatMap(one -> Stream.of(
                                new Body("none", "", false),
                                new Body("text", "zwölf Stück", false),
                                new Body("bytes", "order", false),
                                new Body("file", "from a file", false),
                                new Body("stream", "order", true),
                                new Body("spooled stream", "x".repeat(SPOOLED), true))
                        .map(body -> Arguments.of(one.get()[0], one.get()[1], body)));
    }

    @BeforeEach
    void spool() {
        context.getStreamCachingStrategy().setSpoolEnabled(true);
        context.getStreamCachingStrategy().setSpoolThreshold(SPOOLED / 2);
        context.getStreamCachingStrategy()
                .setSpoolDirectory(folder.resolve("spool").toFile());
    }

    private void startRoute(HttpComponent component, boolean thrown) throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .process(exchange -> bodyBefore = exchange.getMessage().getBody())
                .to(component.endpoint(api.url("/api/orders?throwExceptionOnFailure=" + thrown))));
    }

    private volatile @Nullable Object bodyBefore;

    @ParameterizedTest
    @MethodSource("bodies")
    void theSecondRequestHasTheWholeBodyAgain(HttpComponent component, boolean thrown, Body body) throws Exception {
        api.require("ifs-2");
        startRoute(component, thrown);

        Exchange exchange = send(
                "direct:in",
                body.make(folder),
                Map.of(Exchange.HTTP_METHOD, "POST", Exchange.CONTENT_TYPE, "text/plain; charset=utf-8"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(api.received()).allMatch(request -> request.body().equals(body.content()));
        assertThat(bodyBefore instanceof StreamCache).isEqualTo(body.cached());
        if (bodyBefore instanceof StreamCache cached) {
            assertThat(cached.inMemory()).isEqualTo(body.content().length() < SPOOLED);
        }
    }

    @ParameterizedTest
    @MethodSource("components")
    void aBodyThatCanBeReadOnlyOnceIsNeverSentTwice(HttpComponent component, boolean thrown) throws Exception {
        context.setStreamCaching(false);
        api.require("ifs-2");
        startRoute(component, thrown);

        Exchange exchange = send("direct:in", stream("once"), Map.of(Exchange.HTTP_METHOD, "POST"));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(exchange.getException())
                .isInstanceOf(RequestNotRepeatableException.class)
                .hasMessageContainingAll("ifs", "401", "Enable stream caching");
        assertThat(ifs.source().invalidated()).hasSize(1);
        assertThat(exchange.getIn().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @MethodSource("components")
    void aRefusalInTheLastOfSeveralFieldsIsUnderstood(HttpComponent component, boolean thrown) throws Exception {
        api.require("nobody", "Basic realm=\"a, b\"", "bEaReR realm=\"x\", ERROR=\"insufficient_scope\"");
        startRoute(component, thrown);

        Exchange exchange = send("direct:in", "order");

        assertPassedOn(exchange, thrown);
    }

    @ParameterizedTest
    @MethodSource("components")
    void aRefusalInTheFirstOfSeveralFieldsIsUnderstood(HttpComponent component, boolean thrown) throws Exception {
        api.require(
                "nobody",
                "Negotiate a87421000492aa874209af8bc028==, Bearer error=insufficient_user_authentication,"
                        + " acr_values=\"gold, silver\"",
                "Basic realm=\"a, b\"");
        startRoute(component, thrown);

        Exchange exchange = send("direct:in", "order");

        assertPassedOn(exchange, thrown);
    }

    /** The route gets what the API said, and no new token was asked for. */
    private void assertPassedOn(Exchange exchange, boolean thrown) {
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(ifs.source().issued()).isEqualTo(1);
        Reply reply = Reply.of(exchange);
        assertThat(reply).isNotNull();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.thrown()).isEqualTo(thrown);
        assertThat(reply.headers().toString()).contains("insufficient_", "Basic realm=");
    }

    @ParameterizedTest
    @MethodSource("components")
    void aServerThatAlwaysRefusesIsCalledTwiceAndThenOnceForEachExchange(HttpComponent component, boolean thrown)
            throws Exception {
        api.answer(request -> FakeApi.Answer.unauthorized("Bearer"));
        startRoute(component, thrown);

        for (int i = 0; i < 5; i++) {
            Exchange exchange = send("direct:in", "order");

            Reply reply = Reply.of(exchange);
            assertThat(reply).isNotNull();
            assertThat(reply.status()).isEqualTo(401);
        }

        assertThat(api.received()).hasSize(6);
        assertThat(ifs.source().issued()).isEqualTo(2);
    }

    @Test
    void bodiesThatCanBeReadOnlyOnceCostNoMoreTokensThanOthers() throws Exception {
        context.setStreamCaching(false);
        api.answer(request -> FakeApi.Answer.unauthorized("Bearer"));
        startRoute(HttpComponent.HTTP, true);

        for (int i = 0; i < 10; i++) {
            send("direct:in", stream("once"));
        }

        assertThat(api.received()).hasSize(10);
        assertThat(ifs.source().issued()).isEqualTo(2);
    }

    @Test
    void severalServersThatAlwaysRefuseDoNotRenewEachOthersTokens() throws Exception {
        api.answer(request -> FakeApi.Answer.unauthorized("Bearer"));
        foreign.answer(request -> FakeApi.Answer.unauthorized("Bearer"));
        FakeClient both = FakeClient.of("both", api.url("/"), foreign.url("/"));
        clients.add(both);
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("both"))
                .to(api.url("/?throwExceptionOnFailure=false"), foreign.url("/?throwExceptionOnFailure=false")));

        for (int i = 0; i < 10; i++) {
            send("direct:in", "order");
        }

        assertThat(both.source().issued()).isEqualTo(3);
    }
}
