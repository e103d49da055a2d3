package io.github.oidctoken.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the endpoint a request is for. */
final class Endpoints implements HttpHandler {

    static final String PUSHED = "/par";
    static final String DEVICE = "/device_authorization";
    static final String METADATA = "/.well-known/openid-configuration";

    private final EndpointPaths paths;
    private final HttpHandler tokenEndpoint;
    private final IntrospectionEndpoint introspection;
    private final Supplier<Map<String, Object>> metadata;
    private final Supplier<Map<String, Object>> keys;
    private final Function<TokenRequest, Map<String, Object>> pushed;
    private final Function<TokenRequest, Map<String, Object>> devices;
    private final Function<String, HttpAnswer> authorization;
    private final Faults faults;

    Endpoints(
            EndpointPaths paths,
            HttpHandler tokenEndpoint,
            IntrospectionEndpoint introspection,
            Supplier<Map<String, Object>> metadata,
            Supplier<Map<String, Object>> keys,
            Function<TokenRequest, Map<String, Object>> pushed,
            Function<TokenRequest, Map<String, Object>> devices,
            Function<String, HttpAnswer> authorization,
            Faults faults) {
        this.paths = paths;
        this.tokenEndpoint = tokenEndpoint;
        this.introspection = introspection;
        this.metadata = metadata;
        this.keys = keys;
        this.pushed = pushed;
        this.devices = devices;
        this.authorization = authorization;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String endpoint =
                path.startsWith(paths.issuer()) ? path.substring(paths.issuer().length()) : "";
        Optional<HttpAnswer> outage = faults.outage();
        boolean post = exchange.getRequestMethod().equals("POST");
        if (post && endpoint.equals(paths.token())) {
            tokenEndpoint.handle(exchange);
        } else if (outage.isPresent()) {
            outage.get().writeTo(exchange);
        } else if (post && endpoint.equals(paths.introspection())) {
            TokenRequest request = TokenRequest.read(exchange);
            answer(() -> JsonAnswer.ok(introspection.answer(request))).writeTo(exchange);
        } else if (post && endpoint.equals(PUSHED)) {
            TokenRequest request = TokenRequest.read(exchange);
            answer(() -> JsonAnswer.created(pushed.apply(request))).writeTo(exchange);
        } else if (post && endpoint.equals(DEVICE)) {
            TokenRequest request = TokenRequest.read(exchange);
            answer(() -> JsonAnswer.ok(devices.apply(request))).writeTo(exchange);
        } else if (endpoint.equals(paths.authorization())) {
            authorization
                    .apply(String.valueOf(exchange.getRequestURI().getRawQuery()))
                    .writeTo(exchange);
        } else {
            read(endpoint, exchange.getRequestMethod()).writeTo(exchange);
        }
    }

    private static HttpAnswer answer(Supplier<HttpAnswer> answer) {
        try {
            return answer.get();
        } catch (OAuthRefusal refusal) {
            return refusal.answer();
        }
    }

    private HttpAnswer read(String endpoint, String method) {
        boolean get = method.equals("GET") || method.equals("HEAD");
        if (get && endpoint.equals(METADATA)) {
            return JsonAnswer.ok(metadata.get());
        }
        if (get && endpoint.equals(paths.jwks())) {
            return JsonAnswer.ok(keys.get());
        }
        boolean known = List.of(paths.token(), paths.introspection(), METADATA, paths.jwks())
                .contains(endpoint);
        return known
                ? JsonAnswer.error(405, "HTTP 405 Method Not Allowed", null)
                : JsonAnswer.error(404, "HTTP 404 Not Found", null);
    }
}
