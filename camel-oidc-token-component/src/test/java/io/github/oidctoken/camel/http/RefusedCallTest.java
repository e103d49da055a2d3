package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.testkit.TroubleshootingPage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedCallTest extends HttpTest {

    private void startRoute(String options) throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(api.url("/api/orders?" + options)));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> methodsAndAnswers() {
        return Stream.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
                .flatMap(method -> Stream.of(true, false).map(thrown -> Arguments.of(method, thrown)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndAnswers")
    void aRefusedTokenIsRenewedAndTheCallSentOnceMore(String method, boolean thrown) throws Exception {
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown);
        boolean withBody = List.of("POST", "PUT", "PATCH").contains(method);

        Exchange exchange =
                send("direct:in", withBody ? "order" : null, Map.of(Exchange.HTTP_METHOD, method, "X-Own", "kept"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(exchange.getMessage().getHeader("X-Own")).isEqualTo("kept");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKeys("Authorization", "WWW-Authenticate");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(api.received()).extracting(FakeApi.Received::method).containsExactly(method, method);
        assertThat(api.received()).extracting(FakeApi.Received::uri).containsOnly("/api/orders");
        assertThat(api.received()).extracting(FakeApi.Received::body).containsOnly(withBody ? "order" : "");
    }

    @Test
    void aDynamicCallIsSentOnceMoreWithTheSamePathAndQuery() throws Exception {
        api.require("ifs-2");
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .toD(api.url("/api/${header.what}?x=1")));

        send("direct:in", null, Map.of("what", "orders"));

        assertThat(api.received())
                .extracting(FakeApi.Received::uri)
                .containsExactly("/api/orders?x=1", "/api/orders?x=1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCallersAuthorizationIsBackAfterTheSecondAttempt(boolean thrown) throws Exception {
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown);

        Exchange exchange = send("direct:in", "order", Map.of("Authorization", "Basic caller"));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Basic caller");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCharsetOfTheRefusalDoesNotSpoilTheSecondAttempt(boolean thrown) throws Exception {
        api.require("ifs-2");
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .setProperty(Exchange.CHARSET_NAME, routes.constant("UTF-8"))
                .to(api.url("/api/orders?throwExceptionOnFailure=" + thrown)));

        send("direct:in", "zwölf Stück für 12 €", Map.of(Exchange.CONTENT_TYPE, "text/plain"));

        assertThat(api.received()).hasSize(2);
        assertThat(api.received()).extracting(FakeApi.Received::body).containsOnly("zwölf Stück für 12 €");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfBytesIsSentOnceMore(boolean thrown) throws Exception {
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown);

        send("direct:in", "bytes".getBytes(StandardCharsets.UTF_8));

        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("bytes", "bytes");
    }

    @ParameterizedTest
    @CsvSource({"true,10", "false,10", "true,300000", "false,300000"})
    void aCachedStreamIsSentOnceMoreAlsoFromDisk(boolean thrown, int length) throws Exception {
        context.getStreamCachingStrategy().setSpoolEnabled(true);
        context.getStreamCachingStrategy().setSpoolThreshold(100_000);
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown);
        String text = "x".repeat(length);

        Exchange exchange = send("direct:in", stream(text));

        assertThat(exchange.getException()).isNull();
        assertThat(api.received()).hasSize(2).allMatch(request -> request.body().equals(text));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileIsSentOnceMore(boolean wrapped, @TempDir Path folder) throws Exception {
        File file =
                Files.writeString(folder.resolve("order.txt"), "from a file").toFile();
        GenericFile<File> generic = new GenericFile<>();
        generic.setFile(file);
        generic.setBody(file);
        api.require("ifs-2");
        startRoute("");

        send("direct:in", wrapped ? generic : file);

        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("from a file", "from a file");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUncachedStreamIsNeverSentTwice(boolean thrown) throws Exception {
        context.setStreamCaching(false);
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown);

        Exchange exchange = send("direct:in", stream("once"));

        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("once");
        assertThat(exchange.getException())
                .isInstanceOf(RequestNotRepeatableException.class)
                .hasMessageContaining("ByteArrayInputStream")
                .hasMessageContaining("stream caching")
                .message()
                .satisfies(TroubleshootingPage.shows("body-not-repeatable", "ifs"));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void theRefusalOfAnUncachedStreamIsTheCauseOfItsFailure() throws Exception {
        context.setStreamCaching(false);
        api.require("ifs-2");
        startRoute("");

        Exchange exchange = send("direct:in", stream("once"));

        assertThat(exchange.getException()).hasCauseInstanceOf(HttpOperationFailedException.class);
    }

    @Test
    void afterAnUncachedStreamWasRefusedTheNextCallHasANewToken() throws Exception {
        context.setStreamCaching(false);
        api.require("ifs-2");
        startRoute("");

        send("direct:in", stream("once"));
        Exchange next = send("direct:in", stream("again"));

        assertThat(next.getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatAlwaysRefusesIsCalledTwiceAndItsAnswerPassedOn(boolean thrown) throws Exception {
        api.answer(request -> FakeApi.Answer.unauthorized("Bearer error=\"invalid_token\""));
        startRoute("throwExceptionOnFailure=" + thrown);

        Exchange exchange = send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(401);
        if (thrown) {
            assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
        } else {
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("who are you?");
        }
    }

    @Test
    void aServerThatAlwaysRefusesDoesNotCostARenewalForEveryCall() throws Exception {
        api.answer(request -> FakeApi.Answer.unauthorized());
        startRoute("");

        IntStream.range(0, 10).forEach(i -> send("direct:in", "order"));

        assertThat(api.received()).hasSize(11);
        assertThat(ifs.source().issued()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insufficient_scope", "insufficient_user_authentication"})
    void aTokenThatIsGoodButNotEnoughIsNotRenewed(String error) throws Exception {
        api.require("ifs-2", "Basic realm=\"a, b\"", "Bearer realm=\"x\", error=\"" + error + "\"");
        startRoute("throwExceptionOnFailure=false");

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(401);
        assertThat(api.received()).hasSize(1);
        assertThat(ifs.source().issued()).isEqualTo(1);
    }

    @Test
    void aThrownRefusalIsReadTheSameWay() throws Exception {
        api.require("ifs-2", "Bearer realm=\"x\", error=\"insufficient_scope\"");
        startRoute("");

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
        assertThat(api.received()).hasSize(1);
    }

    @Test
    void whenTheRenewalFailsTheCallIsNotSentAgain() throws Exception {
        api.require("ifs-2");
        startRoute("");
        send("direct:in", "warm up the second token");
        TokenRequestNotSentException reason = new TokenRequestNotSentException("ifs", "the server is down", null);
        ifs.source().failWith(reason);
        api.require("ifs-3");

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isSameAs(reason);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2", "Bearer ifs-2");
    }

    @Test
    void otherFailuresAreNotTakenForARefusal() throws Exception {
        api.answer(request -> new FakeApi.Answer(403, Map.of(), "no"));
        startRoute("");

        send("direct:in", "order", Map.of(Exchange.HTTP_RESPONSE_CODE, 401));

        assertThat(api.received()).hasSize(1);
    }

    @Test
    void aStatusLeftFromAnEarlierCallIsNotTakenForARefusal() throws Exception {
        String gone;
        try (FakeApi stopped = new FakeApi()) {
            gone = stopped.url("/api");
        }
        FakeClient client = FakeClient.of("gone", gone);
        clients.add(client);
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("gone"))
                .to(gone));

        send("direct:in", "order", Map.of(Exchange.HTTP_RESPONSE_CODE, 401));

        assertThat(client.source().issued()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHundredRefusalsShareOneRenewal(boolean thrown) throws Exception {
        api.require("ifs-2");
        startRoute("throwExceptionOnFailure=" + thrown + "&maxTotalConnections=200&connectionsPerRoute=200");
        ExecutorService threads = Executors.newFixedThreadPool(100);
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        try {
            IntStream.range(0, 100)
                    .forEach(i ->
                            sent.add(CompletableFuture.supplyAsync(() -> send("direct:in", "order " + i), threads)));

            assertThat(sent).allSatisfy(exchange -> {
                assertThat(exchange.join().getException()).isNull();
                assertThat(exchange.join().getMessage().getBody(String.class)).isEqualTo("fine");
            });
        } finally {
            threads.shutdownNow();
        }
        assertThat(ifs.source().issued()).isEqualTo(2);
        assertThat(api.authorizations().stream().filter("Bearer ifs-2"::equals)).hasSize(100);
    }
}
