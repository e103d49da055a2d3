package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.renewal.SignedOut;
import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Ends the client's session on all nodes and at the server; a person's browser is sent there, to end its own session too. */
final class LogoutProducer extends AskingProducer {

    LogoutProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        Message message = exchange.getMessage();
        ClientRegistration registration = client.registration();
        String path = ReturnTo.of(message, registration);
        String state = message.getHeader(OidcTokenConstants.STATE, String.class);
        return new PendingResult<>(
                client.signOuts().logOut(registration, client.principal(exchange), returnTo(registration, path), state),
                signedOut -> answer(signedOut, path, message));
    }

    /** Without a browser nobody would tell the server, so a server that did not take it is a failure there. */
    private void answer(SignedOut signedOut, @Nullable String path, Message message) {
        boolean browses = client.registration().grant() instanceof Grant.AuthorizationCode;
        URI browser = browses ? signedOut.browserGoesTo() : null;
        if (browser != null) {
            ResponseHeaders.redirect(message, browser.toString());
            message.setHeader("Cache-Control", "no-store");
            return;
        }
        if (signedOut.problem() != null) {
            throw signedOut.problem();
        }
        if (browses && path != null) {
            ResponseHeaders.redirect(message, path);
        } else if (browses) {
            message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
            message.setBody("Signed out of " + signedOut.client() + ".");
        }
    }

    /** A path of this site is one of the site that the server sends browsers back to. */
    private static @Nullable URI returnTo(ClientRegistration registration, @Nullable String path) {
        if (!(registration.grant() instanceof Grant.AuthorizationCode grant)) {
            return null;
        }
        return path == null
                ? grant.postLogoutRedirectUri()
                : grant.redirectUri().resolve(path);
    }
}
