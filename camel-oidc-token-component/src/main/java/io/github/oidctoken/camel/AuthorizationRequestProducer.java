package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.renewal.SignInAttempt;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Answers an HTTP request by sending the browser to the authorization server, where a person signs in. */
final class AuthorizationRequestProducer extends AskingProducer {

    private final SignInCookies cookies;

    AuthorizationRequestProducer(OidcTokenEndpoint endpoint, OidcTokenClient client, SignInCookies cookies) {
        super(endpoint, client);
        this.cookies = cookies;
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        String returnTo = ReturnTo.of(exchange.getMessage(), client.registration());
        return new PendingResult<>(
                client.signIns().begin(client.registration(), client.signInPrincipal(exchange)),
                started -> answer(started, returnTo, exchange.getMessage()));
    }

    private void answer(SignInAttempt.Started started, @Nullable String returnTo, Message message) {
        cookies.keep(message, client.registration(), SignInCookies.Kept.byRoute(started.attempt(), returnTo));
        String url = started.authorizationUri().toString();
        message.setHeader(OidcTokenConstants.AUTHORIZATION_URL, url);
        ResponseHeaders.redirect(message, url);
    }
}
