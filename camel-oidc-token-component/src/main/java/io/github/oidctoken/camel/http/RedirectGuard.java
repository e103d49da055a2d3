package io.github.oidctoken.camel.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client of camel-http that follows no redirect of a request with a token of ours: a redirect may leave the
 * targets, also on the same host. Several fields of challenges in the answer come as one, since of equal fields camel-http
 * keeps only the last. Other requests are not changed. Thread-safe as the client is.
 */
@SuppressWarnings("deprecation") // what HttpClient itself calls
final class RedirectGuard extends CloseableHttpClient implements Configurable {

    private final CloseableHttpClient client;
    private final LentTokens lent;

    RedirectGuard(CloseableHttpClient client, LentTokens lent) {
        this.client = client;
        this.lent = lent;
    }

    @Override
    protected CloseableHttpResponse doExecute(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        Header authorization = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        boolean authorized = authorization != null && lent.contains(authorization.getValue());
        if (authorized) {
            if (!(request instanceof HttpUriRequestBase configurable)) {
                throw new IOException("A request of " + request.getClass().getName()
                        + " cannot be kept from following redirects, so it may not carry a token");
            }
            RequestConfig own = configurable.getConfig() == null ? getConfig() : configurable.getConfig();
            configurable.setConfig((own == null ? RequestConfig.custom() : RequestConfig.copy(own))
                    .setRedirectsEnabled(false)
                    .build());
        }
        CloseableHttpResponse response = client.execute(target, request, context);
        if (authorized && response.countHeaders(HttpHeaders.WWW_AUTHENTICATE) > 1) {
            String joined = Arrays.stream(response.getHeaders(HttpHeaders.WWW_AUTHENTICATE))
                    .map(Header::getValue)
                    .collect(Collectors.joining(", "));
            response.removeHeaders(HttpHeaders.WWW_AUTHENTICATE);
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, joined);
        }
        return response;
    }

    @Override
    public @Nullable RequestConfig getConfig() {
        return client instanceof Configurable configurable ? configurable.getConfig() : null;
    }

    @Override
    public void close(CloseMode closeMode) {
        client.close(closeMode);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
