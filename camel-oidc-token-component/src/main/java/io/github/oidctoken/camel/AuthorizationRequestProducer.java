package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.renewal.SignInAttempt;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Answers an HTTP request by sending the browser to the authorization server, where a person signs in. */
final class AuthorizationRequestProducer extends DefaultAsyncProducer {

    private final OidcTokenClient client;
    private final SignInCookies cookies;

    AuthorizationRequestProducer(OidcTokenEndpoint endpoint, OidcTokenClient client, SignInCookies cookies) {
        super(endpoint);
        this.client = client;
        this.cookies = cookies;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            String returnTo = ReturnTo.of(exchange.getMessage(), client.registration());
            return new PendingResult<>(
                            client.signIns().begin(client.registration(), client.signInPrincipal(exchange)),
                            started -> answer(started, returnTo, exchange.getMessage()))
                    .passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void answer(SignInAttempt.Started started, @Nullable String returnTo, Message message) {
        cookies.keep(message, client.registration(), SignInCookies.Kept.byRoute(started.attempt(), returnTo));
        String url = started.authorizationUri().toString();
        message.setHeader(OidcTokenConstants.AUTHORIZATION_URL, url);
        ResponseHeaders.redirect(message, url);
    }
}
