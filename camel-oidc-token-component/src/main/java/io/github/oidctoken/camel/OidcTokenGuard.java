package io.github.oidctoken.camel;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.AuthorizationPolicy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.URISupport;

/**
 * Lets only exchanges with a valid access token into the steps it stands around: the caller sends it as {@code Authorization: Bearer}. All others are
 * answered 401, 403 or 400 with the challenge of RFC 6750 section 3, and the route ends for them.
 *
 * <p>In YAML, XML and {@code policy(ref)} it is named {@code oidc-token-guard:CLIENT}, with the options {@code scope}, {@code audience},
 * {@code validation} and {@code keepToken} behind a question mark. Thread-safe.
 */
public final class OidcTokenGuard implements AuthorizationPolicy {

    /** The guard that has let an exchange in last. */
    private static final String LET_IN = "CamelOidcTokenLetInBy";

    private final String client;
    private final Map<String, Object> options;

    private OidcTokenGuard(String client, Map<String, Object> options) {
        this.client = client;
        this.options = options;
    }

    /**
     * The guard that judges tokens for a client.
     *
     * @param reference the client's name, and options behind a question mark such as {@code orders?scope=orders.read}
     * @throws IllegalArgumentException if the options cannot be read
     */
    public static OidcTokenGuard of(String reference) {
        int mark = reference.indexOf('?');
        if (mark < 0) {
            return new OidcTokenGuard(reference, Map.of());
        }
        try {
            return new OidcTokenGuard(
                    reference.substring(0, mark), URISupport.parseQuery(reference.substring(mark + 1)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "The options of oidc-token-guard:" + reference.substring(0, mark) + " cannot be read", e);
        }
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    /**
     * Stands around the processor.
     *
     * @throws org.apache.camel.ResolveEndpointFailedException if there is no such client or option
     */
    @Override
    public Processor wrap(Route route, Processor processor) {
        Map<String, Object> parameters = new LinkedHashMap<>(options);
        parameters.put("operation", OidcTokenOperation.validate.name());
        String uri = "oidc-token:" + client + "?" + URISupport.createQueryString(parameters);
        OidcTokenEndpoint endpoint = route.getCamelContext().getEndpoint(uri, OidcTokenEndpoint.class);
        return new GuardedProcessor(TokenJudge.of(endpoint), letIn(processor));
    }

    private Processor letIn(Processor steps) {
        return new DelegateAsyncProcessor(steps) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                exchange.setProperty(LET_IN, OidcTokenGuard.this);
                return super.process(exchange, callback);
            }
        };
    }

    /** Whether the exchange has come through such a guard already, which has taken the token off it. */
    boolean hasLetIn(Exchange exchange) {
        return exchange.getProperty(LET_IN) instanceof OidcTokenGuard other
                && other.client.equals(client)
                && other.options.equals(options);
    }

    @Override
    public String toString() {
        return "oidc-token-guard:" + client;
    }
}
