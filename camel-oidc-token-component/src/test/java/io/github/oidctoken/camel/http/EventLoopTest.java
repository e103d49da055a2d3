package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyWorkerPoolBuilder;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event loops of one thread each: while a token is renewed, other calls go through them. */
class EventLoopTest extends HttpTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final io.netty.channel.EventLoopGroup workers = new NettyWorkerPoolBuilder()
            .withName("OneWorker")
            .withWorkerCount(1)
            .build();
    private final CompletableFuture<Void> renewed = new CompletableFuture<>();
    private final List<String> blocking = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeLoops() throws Exception {
        context.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** The client whose renewals last until the test ends them. */
    private final AuthorizedClient slow = new AuthorizedClient() {
        @Override
        public ClientRegistration registration() {
            return ifs.registration();
        }

        @Override
        public TokenSource tokens(Exchange exchange) {
            return new Slow(ifs.source());
        }

        @Override
        public Executor continuation() {
            return ifs.continuation();
        }
    };

    private final class Slow implements TokenSource {
        private final TokenSource tokens;

        Slow(TokenSource tokens) {
            this.tokens = tokens;
        }

        @Override
        public @Nullable AccessToken usable() {
            return tokens.usable();
        }

        @Override
        public AccessToken get() {
            blocking.add(Thread.currentThread().getName());
            return tokens.get();
        }

        @Override
        public CompletionStage<AccessToken> request() {
            return renewed.thenCompose(done -> tokens.request());
        }

        @Override
        public CompletionStage<AccessToken> renew(@Nullable AccessToken rejected) {
            return renewed.thenCompose(done -> tokens.renew(rejected));
        }

        @Override
        public void invalidate(AccessToken rejected) {
            tokens.invalidate(rejected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VERTX_HTTP", "NETTY_HTTP"})
    void manyRefusalsWaitWithoutAThreadOfTheLoop(HttpComponent component) throws Exception {
        ifs.source().get();
        api.require("ifs-2");
        calls(component);

        CountDownLatch healed = send(20);
        await().until(() -> api.received().size() == 20);
        Exchange other = send("direct:other", "x");

        assertThat(other.getException()).isNull();
        assertThat(foreign.received()).hasSize(1);
        assertThat(healed.getCount()).isEqualTo(20);
        renewed.complete(null);
        assertThat(healed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(api.authorizations()).filteredOn("Bearer ifs-2"::equals).hasSize(20);
        assertThat(blocking).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"VERTX_HTTP", "NETTY_HTTP"})
    void aFirstTokenIsWaitedForWithoutAThreadOfTheLoop(HttpComponent component) throws Exception {
        calls(component);

        CountDownLatch sent = send(20);
        Exchange other = send("direct:other", "x");

        assertThat(other.getException()).isNull();
        assertThat(api.received()).isEmpty();
        renewed.complete(null);
        assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(api.authorizations()).hasSize(20).containsOnly("Bearer ifs-1");
        assertThat(blocking).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "VERTX_HTTP", "NETTY_HTTP", "UNDERTOW"})
    void aTransactedRouteStaysOnOneThread(HttpComponent component) throws Exception {
        renewed.complete(null);
        api.require("ifs-2");
        List<Thread> threads = new CopyOnWriteArrayList<>();
        context.getRegistry().bind(OneThreadTransaction.NAME, new OneThreadTransaction());
        prepare();
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .transacted(OneThreadTransaction.NAME)
                .process(exchange -> threads.add(Thread.currentThread()))
                .to(endpoint(component, api.url("/api/1")))
                .process(exchange -> threads.add(Thread.currentThread()))
                .to(endpoint(component, api.url("/api/2")))
                .process(exchange -> threads.add(Thread.currentThread())));

        Exchange exchange = send("direct:in", "x");

        assertThat(exchange.getException()).isNull();
        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2", "Bearer ifs-2");
    }

    private void prepare() {
        clients.add(slow);
        context.getComponent("vertx-http", VertxHttpComponent.class).setVertx(vertx);
        context.getRegistry().bind("oneWorker", workers);
    }

    private void calls(HttpComponent component) throws Exception {
        prepare();
        start(routes -> {
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(endpoint(component, api.url("/api")));
            routes.from("direct:other").to(endpoint(component, foreign.url("/api")));
        });
    }

    private static String endpoint(HttpComponent component, String url) {
        return component.endpoint(url) + (component == HttpComponent.NETTY_HTTP ? "?workerGroup=#oneWorker" : "");
    }

    private CountDownLatch send(int exchanges) {
        CountDownLatch done = new CountDownLatch(exchanges);
        for (int i = 0; i < exchanges; i++) {
            var unused = context.createProducerTemplate()
                    .asyncSend("direct:in", exchange -> exchange.getIn().setBody("x"))
                    .whenComplete((exchange, failure) -> done.countDown());
        }
        return done;
    }
}
