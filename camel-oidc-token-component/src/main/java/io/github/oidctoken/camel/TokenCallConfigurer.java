package io.github.oidctoken.camel;

import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client that camel-http builds fit for token calls: it sends once, follows nothing, remembers nothing and authenticates to the proxy only.
 *
 * @param users the user's own settings, applied first so that these have the last word
 */
record TokenCallConfigurer(@Nullable HttpClientConfigurer users, ProxyCredentials proxy)
        implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        if (users != null) {
            users.configureHttpClient(builder);
        }
        builder.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setDefaultCredentialsProvider(proxy)
                .addExecInterceptorBefore(
                        ChainElement.CONNECT.name(), "oidc-token-connection", TokenCallConfigurer::dropPooledConnection)
                .addExecInterceptorLast("oidc-token-begin", TokenCallConfigurer::begin)
                .addRequestInterceptorLast(
                        (request, entity, context) -> TokenCall.of(context).authorizeAlone(request));
    }

    private static ClassicHttpResponse dropPooledConnection(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        ExecRuntime runtime = scope.execRuntime;
        if (TokenCall.of(scope.clientContext).newConnection()) {
            runtime.acquireEndpoint(
                    scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
            runtime.disconnectEndpoint();
        }
        return chain.proceed(request, scope);
    }

    /** Stands after everything that connects and before everything that sends. */
    private static ClassicHttpResponse begin(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (scope.execRuntime.isExecutionAborted()) {
            throw new RequestFailedException("Request aborted");
        }
        TokenCall.of(scope.clientContext).begin();
        return chain.proceed(request, scope);
    }
}
