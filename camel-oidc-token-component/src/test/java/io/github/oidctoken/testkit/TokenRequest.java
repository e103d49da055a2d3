package io.github.oidctoken.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request to an endpoint that takes a form and client authentication. The text form shows no secret. */
record TokenRequest(
        String method,
        @Nullable String query,
        @Nullable String userAgent,
        @Nullable String authorization,
        FormBody form) {

    static TokenRequest read(HttpExchange exchange) throws IOException {
        return new TokenRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders().getFirst("User-Agent"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                FormBody.read(exchange));
    }

    @Override
    public String toString() {
        return "TokenRequest[" + method + ", " + form + "]";
    }
}
