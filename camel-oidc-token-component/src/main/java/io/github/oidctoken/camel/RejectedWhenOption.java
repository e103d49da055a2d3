package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Simple predicate by which a client's API says that it refuses a token, where it does not say so by 401. Thread-safe. */
final class RejectedWhenOption {

    private static final Logger LOG = LoggerFactory.getLogger(RejectedWhenOption.class);

    private final ClientRegistration client;
    private final @Nullable Predicate predicate;
    private final boolean readsBody;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @throws ClientConfigurationException if it is not a predicate on a reply */
    RejectedWhenOption(ClientRegistration client, CamelContext context) {
        this.client = client;
        this.readsBody = client.rejectedWhen() != null && client.rejectedWhen().contains("body");
        this.predicate = client.rejectedWhen() == null ? null : predicate(client.rejectedWhen(), context);
    }

    /** Whether the reply refuses the token; false without the option. The body can be read afterwards as before. */
    boolean matches(Exchange reply) {
        if (predicate == null) {
            return false;
        }
        Message message = reply.getMessage();
        if (readsBody) {
            cache(reply, message);
        }
        try {
            return predicate.matches(shown(reply, message));
        } catch (RuntimeException e) {
            // the call has been made and answered: to fail it now would have it made again
            if (warned.compareAndSet(false, true)) {
                LOG.warn(
                        "{} cannot be evaluated for a reply, which counts as accepted. This is logged once.",
                        client.option("rejectedWhen"),
                        e);
            }
            return false;
        } finally {
            MessageHelper.resetStreamCache(message);
        }
    }

    /** Simple looks at the In message and compares text, while components reply in Out messages, streams and buffers. */
    @SuppressWarnings("deprecation")
    private Exchange shown(Exchange reply, Message message) {
        Message copy = message.copy();
        if (readsBody) {
            copy.setBody(message.getBody(String.class));
        }
        Exchange shown = ExchangeHelper.createCopy(reply, true);
        shown.setException(reply.getException());
        shown.setOut(null);
        shown.setIn(copy);
        return shown;
    }

    private static void cache(Exchange reply, Message message) {
        if (message.getBody() instanceof InputStream stream && !(stream instanceof StreamCache)) {
            StreamCache cached = reply.getContext().getTypeConverter().tryConvertTo(StreamCache.class, reply, stream);
            if (cached != null) {
                message.setBody(cached);
            }
        }
    }

    private Predicate predicate(String written, CamelContext context) {
        // plain text would be true for every reply
        if (!StringHelper.hasStartToken(written, "simple")) {
            throw invalid("looks at nothing of the reply");
        }
        try {
            Predicate created = context.resolveLanguage("simple").createPredicate(written);
            created.init(context);
            return created;
        } catch (RuntimeException e) {
            throw invalid("is not a Simple predicate: " + e.getMessage());
        }
    }

    private ClientConfigurationException invalid(String problem) {
        return new ClientConfigurationException(
                client.name(),
                client.option("rejectedWhen") + " " + problem
                        + ". Write for example ${header.CamelHttpResponseCode} == 403.");
    }
}
