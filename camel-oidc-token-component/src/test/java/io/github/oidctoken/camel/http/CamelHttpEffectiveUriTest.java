package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CamelHttpEffectiveUriTest extends HttpTest {

    @BeforeEach
    void startContext() {
        context.start();
    }

    private @Nullable URI effective(String endpoint, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        URI uri = new CamelHttpEffectiveUri(context.getEndpoint(endpoint, HttpEndpoint.class)).of(exchange);
        assertThat(exchange.getIn().getHeaders()).isEqualTo(headers);
        return uri;
    }

    static Stream<Arguments> endpointsAndHeaders() {
        Map<String, Object> none = Map.of();
        return Stream.of(
                Arguments.of("/a", none),
                Arguments.of("/a?x=1&y=2", none),
                Arguments.of("/a b/ä", none),
                Arguments.of("", none),
                Arguments.of("/a", Map.of(Exchange.HTTP_PATH, "b/c")),
                Arguments.of("/a/", Map.of(Exchange.HTTP_PATH, "/b")),
                Arguments.of("/a?x=1", Map.of(Exchange.HTTP_PATH, "b c")),
                Arguments.of("/a", Map.of(Exchange.HTTP_PATH, "b?q=1")),
                Arguments.of("/a", Map.of(Exchange.HTTP_PATH, 5)),
                Arguments.of("/a", Map.of(Exchange.HTTP_QUERY, "x=1")),
                Arguments.of("/a?z=0", Map.of(Exchange.HTTP_QUERY, "x=1", Exchange.HTTP_RAW_QUERY, "x=%201")),
                Arguments.of("/a", Map.of(Exchange.HTTP_URI, "{api}/other?x=1")),
                Arguments.of("/a", Map.of(Exchange.HTTP_URI, "{api}/other", Exchange.HTTP_PATH, "b")),
                Arguments.of(
                        "/a?bridgeEndpoint=true", Map.of(Exchange.HTTP_URI, "{api}/other", Exchange.HTTP_PATH, "b")),
                Arguments.of("/a?bridgeEndpoint=true", Map.of(Exchange.REST_HTTP_URI, "{api}/rest")),
                Arguments.of(
                        "/a?skipControlHeaders=true", Map.of(Exchange.HTTP_URI, "{api}/x", Exchange.HTTP_PATH, "b")),
                Arguments.of(
                        "/a",
                        Map.of(
                                Exchange.REST_HTTP_URI, "{api}/rest",
                                Exchange.HTTP_URI, "{api}/other",
                                Exchange.REST_HTTP_QUERY, "r=1",
                                Exchange.HTTP_QUERY, "x=1")));
    }

    @ParameterizedTest
    @MethodSource("endpointsAndHeaders")
    void itIsWhatTheServerIsAskedFor(String endpoint, Map<String, Object> headers) {
        Map<String, Object> resolved = new HashMap<>();
        headers.forEach((name, value) ->
                resolved.put(name, value instanceof String text ? text.replace("{api}", api.url("")) : value));

        URI uri = Objects.requireNonNull(effective(api.url(endpoint), resolved));
        Exchange sent = send(api.url(endpoint), null, resolved);

        assertThat(sent.getException()).isNull();
        URI asked = URI.create(uri.toASCIIString());
        String path = asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
        assertThat(api.received().get(0).uri())
                .isEqualTo(asked.getRawQuery() == null ? path : path + "?" + asked.getRawQuery());
        assertThat(uri.getAuthority()).isEqualTo(URI.create(api.url("")).getAuthority());
    }

    @Test
    void aHeaderThatCanBeReadOnlyOnceHasNoEffectiveUri() {
        Map<String, Object> headers = Map.of(Exchange.HTTP_PATH, new ByteArrayInputStream(new byte[] {'x'}));

        assertThat(effective(api.url("/a"), headers)).isNull();
    }

    @Test
    void aUriHeaderWithAPlaceholderHasNoEffectiveUri() {
        assertThat(effective(api.url("/a"), Map.of(Exchange.HTTP_URI, "http://{{random:9}}.example.com")))
                .isNull();
    }

    @Test
    void aUriHeaderThatIsNoUriHasNoEffectiveUri() {
        assertThat(effective(api.url("/a"), Map.of(Exchange.HTTP_URI, "http://[broken")))
                .isNull();
    }
}
