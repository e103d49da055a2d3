package io.github.oidctoken.camel.http;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a component that is not known may call. Nobody knows which of Camel's headers it honours, and how it joins a path,
 * so all readings have to lie on one origin: the answer is the deepest place that all of them are at or below.
 *
 * @param uri behind the endpoint's scheme, without a query; absent when that is no HTTP URI
 */
record FurtherEffectiveUri(@Nullable String uri) implements EffectiveUri {

    private static final Pattern HTTP_BEHIND = Pattern.compile("[^:]+:(?://)?(https?://[^?#]+)(?:\\?.*)?");

    /** What a component might take scheme, host, port or the whole URI from. */
    private static final List<String> LEADING_AWAY =
            List.of(Exchange.HTTP_SCHEME, Exchange.HTTP_HOST, Exchange.HTTP_PORT, Exchange.HTTP_BASE_URI);

    static FurtherEffectiveUri of(Endpoint endpoint) {
        Matcher http = HTTP_BEHIND.matcher(String.valueOf(endpoint.getEndpointUri()));
        return new FurtherEffectiveUri(http.matches() ? http.group(1) : null);
    }

    @Override
    public @Nullable URI of(Exchange exchange) {
        Message message = exchange.getIn();
        String path = ControlHeaders.text(message, Exchange.HTTP_PATH);
        if (uri == null
                || !ControlHeaders.areSteady(message)
                || !ControlHeaders.nameAMethod(message)
                || !ControlHeaders.keepTheirLines(message)
                || !ControlHeaders.haveAPrintableQuery(message)
                || LEADING_AWAY.stream().anyMatch(name -> message.getHeader(name) != null)
                || (path != null && (path.contains("//") || path.contains(":") || path.contains("#")))) {
            return null;
        }
        List<String> readings = Stream.of(
                        uri,
                        ControlHeaders.text(message, Exchange.REST_HTTP_URI),
                        ControlHeaders.text(message, Exchange.HTTP_URI))
                .filter(Objects::nonNull)
                .flatMap(base -> Stream.of(base, WireUri.append(base, path), WireUri.insert(base, path)))
                .toList();
        HttpPlace common = null;
        for (String reading : readings) {
            HttpPlace place = place(reading);
            common = place == null || common == null ? place : common.shared(place);
            if (common == null) {
                return null;
            }
        }
        return common == null ? null : URI.create(common.origin() + common.path());
    }

    private static @Nullable HttpPlace place(String reading) {
        URI called = WireUri.of(reading);
        return called == null || called.getRawFragment() != null || !WireUri.hasPlainPath(called)
                ? null
                : HttpPlace.of(called);
    }
}
