package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TestTokens;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A producer that answers later on a thread of its own, stepped through by hand: every thread is this one. */
class AsynchronousSendTest implements TokenSource, AuthorizedClient, Executor {

    private static final String TARGET = "https://api.example.com/api";

    private final CamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final ClientRegistration registration = FakeClient.of("ifs", TARGET).registration();
    private final List<CompletableFuture<AccessToken>> waiting = new ArrayList<>();
    private final List<AccessToken> rejected = new ArrayList<>();
    private final List<Runnable> continuations = new ArrayList<>();
    private final List<AsyncCallback> sent = new ArrayList<>();
    private final List<Object> headers = new ArrayList<>();
    private final List<Object> bodies = new ArrayList<>();
    private final List<Boolean> done = new ArrayList<>();
    private @Nullable AccessToken held;
    private boolean closed;
    private boolean stopped;

    private final AuthorizingProducer producer = new AuthorizingProducer(
            new DefaultAsyncProducer(context.getEndpoint("mock:http")) {
                @Override
                public boolean process(Exchange sending, AsyncCallback callback) {
                    headers.add(String.valueOf(sending.getIn().getHeader("Authorization")));
                    bodies.add(String.valueOf(sending.getIn().getBody()));
                    sent.add(callback);
                    return false;
                }
            },
            new HttpComponents.Authorizable(sending -> URI.create(TARGET + "/orders"), SendMode.ASYNCHRONOUS),
            new RenewalBudget(),
            new LentTokens());

    AsynchronousSendTest() {
        ExchangeAuthorization.grant(exchange, this);
    }

    private boolean process() {
        return producer.process(exchange, done::add);
    }

    /** As camel-vertx-http does: the reply takes the place of the request. */
    private void answer(int status) {
        exchange.getMessage().setBody("answer " + status);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        sent.get(sent.size() - 1).done(false);
    }

    private void runContinuation() {
        continuations.remove(0).run();
    }

    @Override
    public @Nullable AccessToken usable() {
        return held;
    }

    @Override
    public AccessToken get() {
        throw new AssertionError("must not block");
    }

    @Override
    public CompletionStage<AccessToken> request() {
        waiting.add(new CompletableFuture<>());
        return waiting.get(waiting.size() - 1);
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken refused) {
        rejected.add(refused);
        return request();
    }

    @Override
    public void invalidate(AccessToken refused) {
        rejected.add(refused);
    }

    @Override
    public ClientRegistration registration() {
        return registration;
    }

    @Override
    public TokenSource tokens(Exchange sending) {
        return this;
    }

    @Override
    public Executor continuation() {
        if (stopped) {
            throw new IllegalStateException("stopped");
        }
        return this;
    }

    @Override
    public void execute(Runnable work) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        continuations.add(work);
    }

    @Test
    void withATokenAtHandTheRequestLeavesAtOnce() {
        held = TestTokens.bearer("a");

        assertThat(process()).isFalse();
        assertThat(headers).containsExactly("Bearer a");

        answer(200);
        assertThat(done).containsExactly(false);
        assertThat(exchange.getIn().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void withoutATokenTheCallersThreadIsLetGoAndTheRequestLeavesOnAContinuation() {
        assertThat(process()).isFalse();
        assertThat(sent).isEmpty();

        waiting.get(0).complete(TestTokens.bearer("a"));
        assertThat(sent).isEmpty();

        runContinuation();
        assertThat(headers).containsExactly("Bearer a");
        answer(200);
        assertThat(done).containsExactly(false);
    }

    @Test
    void aFailedTokenRequestFailsTheExchangeAndNothingIsSent() {
        ReauthorizationRequiredException reason = new ReauthorizationRequiredException("ifs", "sign in");
        process();

        waiting.get(0).completeExceptionally(reason);
        runContinuation();

        assertThat(exchange.getException()).isSameAs(reason);
        assertThat(sent).isEmpty();
        assertThat(done).containsExactly(false);
    }

    @Test
    void aRefusalOnTheAnsweringThreadIsRenewedAndResentElsewhere() {
        AccessToken first = TestTokens.bearer("a");
        held = first;
        exchange.getIn().setBody("order");
        process();

        answer(401);
        assertThat(rejected).containsExactly(first);
        assertThat(done).isEmpty();
        waiting.get(0).complete(TestTokens.bearer("b"));
        assertThat(sent).hasSize(1);
        runContinuation();

        assertThat(headers).containsExactly("Bearer a", "Bearer b");
        assertThat(bodies).containsExactly("order", "order");
        assertThat(exchange.getIn().getHeaders()).doesNotContainKey(Exchange.HTTP_RESPONSE_CODE);
        answer(200);
        assertThat(done).containsExactly(false);
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void aSecondRefusalIsPassedOn() {
        held = TestTokens.bearer("a");
        process();
        answer(401);
        waiting.get(0).complete(TestTokens.bearer("b"));
        runContinuation();

        answer(401);

        assertThat(done).containsExactly(false);
        assertThat(rejected).hasSize(1);
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(401);
    }

    @Test
    void whenContinuationsAreClosedTheExchangeFailsInsteadOfHanging() {
        process();
        closed = true;

        waiting.get(0).complete(TestTokens.bearer("a"));

        assertThat(exchange.getException()).isInstanceOf(RejectedExecutionException.class);
        assertThat(done).containsExactly(false);
        assertThat(sent).isEmpty();
    }

    @Test
    void whenTheClientIsStoppedTheExchangeFailsInsteadOfHanging() {
        process();
        stopped = true;

        waiting.get(0).complete(TestTokens.bearer("a"));

        assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class);
        assertThat(done).containsExactly(false);
        assertThat(sent).isEmpty();
    }
}
