package io.github.oidctoken.camel;

import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The component's credentials for its HTTP proxy: all that a token call may answer a challenge with. */
final class ProxyCredentials implements CredentialsProvider {

    private final @Nullable AuthScope proxy;
    private final @Nullable Credentials credentials;

    @SuppressWarnings("deprecation") // users may still set the deprecated options
    ProxyCredentials(HttpComponent component) {
        String host = component.getProxyAuthHost() == null ? component.getProxyHost() : component.getProxyAuthHost();
        Integer port = component.getProxyAuthPort() == null ? component.getProxyPort() : component.getProxyAuthPort();
        String username = component.getProxyAuthUsername();
        String password = component.getProxyAuthPassword();
        boolean complete = host != null && port != null && username != null && password != null;
        this.proxy = complete ? new AuthScope(host, port) : null;
        this.credentials = complete ? new UsernamePasswordCredentials(username, password.toCharArray()) : null;
    }

    boolean present() {
        return credentials != null;
    }

    @Override
    public @Nullable Credentials getCredentials(AuthScope asked, HttpContext context) {
        return proxy != null && proxy.match(asked) >= 0 ? credentials : null;
    }
}
