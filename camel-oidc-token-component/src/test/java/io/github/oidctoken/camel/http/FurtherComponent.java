package io.github.oidctoken.camel.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** A component of somebody's own that sends HTTP: {@code further:http://host/path}. It honours Camel's usual headers. */
public final class FurtherComponent extends DefaultComponent {

    static final String SCHEME = "further";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new FurtherProducer(this, remaining);
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private final class FurtherProducer extends DefaultAsyncProducer {

        private final String uri;

        FurtherProducer(Endpoint endpoint, String uri) {
            super(endpoint);
            this.uri = uri;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            HttpRequest request;
            try {
                request = request(exchange);
            } catch (RuntimeException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            var unused = client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
                if (failure == null) {
                    answered(exchange, answer);
                } else {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        }

        private HttpRequest request(Exchange exchange) {
            Map<String, Object> headers = exchange.getIn().getHeaders();
            Object base = headers.getOrDefault(Exchange.REST_HTTP_URI, headers.getOrDefault(Exchange.HTTP_URI, uri));
            Object path = headers.get(Exchange.HTTP_PATH);
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(path == null ? "" + base : base + "/" + path))
                    .POST(BodyPublishers.ofString(
                            exchange.getIn().getBody() == null
                                    ? ""
                                    : exchange.getIn().getBody(String.class)));
            Object authorization = headers.get("Authorization");
            if (authorization != null) {
                request.header("Authorization", authorization.toString());
            }
            return request.build();
        }

        private void answered(Exchange exchange, HttpResponse<String> answer) {
            if (answer.statusCode() >= 300) {
                exchange.setException(new HttpOperationFailedException(
                        answer.uri().toString(), answer.statusCode(), "", null, Map.of(), answer.body()));
            } else {
                exchange.getMessage().setBody(answer.body());
            }
        }
    }
}
