package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.token.TokenSource;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP producer whose sends carry a client's token if a client is in effect and the URI really called is one of its
 * targets.
 */
final class AuthorizingProducer extends DelegateAsyncProcessor implements AsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizingProducer.class);

    private final AsyncProducer producer;
    private final EffectiveUri effectiveUri;
    private final SendMode mode;
    private final RenewalBudget budget;
    private final LentTokens lent;
    private final AtomicBoolean warned = new AtomicBoolean();

    AuthorizingProducer(
            AsyncProducer producer, HttpComponents.Authorizable endpoint, RenewalBudget budget, LentTokens lent) {
        super(producer);
        this.producer = producer;
        this.effectiveUri = endpoint.effectiveUri();
        this.mode = endpoint.mode();
        this.budget = budget;
        this.lent = lent;
    }

    @Override
    public Endpoint getEndpoint() {
        return producer.getEndpoint();
    }

    @Override
    public boolean isSingleton() {
        return producer.isSingleton();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<Authorization> inEffect = Authorizations.of(exchange);
        if (inEffect.isEmpty()) {
            return producer.process(exchange, callback);
        }
        URI uri = effectiveUri.of(exchange);
        HttpPlace called = uri == null ? null : HttpPlace.of(uri);
        Authorization authorization = Authorizations.covering(inEffect, called);
        if (called == null || authorization == null) {
            explain(uri, called, inEffect);
            return producer.process(exchange, callback);
        }
        return authorized(exchange, callback, authorization.client(), called);
    }

    private boolean authorized(Exchange exchange, AsyncCallback callback, AuthorizedClient client, HttpPlace called) {
        TokenSource tokens;
        try {
            tokens = client.tokens(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        SendMode exchangeMode = exchange.isTransacted() ? SendMode.BLOCKING : mode;
        AuthorizedSend.Call call =
                new AuthorizedSend.Call(producer, effectiveUri, called, client, tokens, exchangeMode);
        return new AuthorizedSend(call, budget, lent, exchange, callback).start();
    }

    private void explain(@Nullable URI uri, @Nullable HttpPlace called, List<Authorization> inEffect) {
        if (called != null) {
            LOG.debug("No token for {}{}: no target of {} covers it", called.origin(), called.path(), inEffect);
        } else if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "No token for a call of {} to host {}: the URI that results from endpoint and headers cannot be compared with"
                            + " targets (dot segments, escaped dots or slashes, backslashes, user information, a header that"
                            + " can be read only once, or something that this component sends otherwise than it is written:"
                            + " escapes, another host than it connects to, https without TLS options; for a scheme of httpSchemes also any"
                            + " header that may lead it to another host)."
                            + " In effect: {}. This is logged once.",
                    producer.getEndpoint(),
                    uri == null ? "unknown" : uri.getHost(),
                    inEffect);
        }
    }
}
