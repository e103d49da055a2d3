package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Exchanges a code that another application has asked for, such as a page in a browser whose back end this route is. */
final class ExchangeCodeProducer extends AskingProducer {

    private final boolean handsOut;

    ExchangeCodeProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
        this.handsOut = endpoint.getOutput() == OidcTokenOutput.body;
    }

    /** Whether the tokens go to whoever asks, and no session is stored. */
    boolean handsOut() {
        return handsOut;
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        ClientRegistration registration = client.registration();
        Message message = exchange.getMessage();
        CodeToExchange given = CodeToExchange.take(message, registration);
        if (!handsOut) {
            given.checkRenewable(registration);
        }
        return handsOut
                ? new PendingResult<>(
                        client.signIns()
                                .exchange(
                                        registration,
                                        ClientRegistration.DEFAULT_PRINCIPAL,
                                        given.presented(),
                                        given.nonce()),
                        response -> message.setBody(members(response)))
                : new PendingResult<>(
                        client.signIns()
                                .signIn(
                                        registration,
                                        client.signInPrincipal(exchange),
                                        given.presented(),
                                        given.nonce()),
                        signedIn -> SignInResult.deliver(signedIn, message));
    }

    /** As the server answered (RFC 6749 section 5.1). */
    private static Map<String, Object> members(TokenResponse response) {
        Map<String, Object> members = new LinkedHashMap<>(response.members());
        members.put("access_token", response.accessToken().value());
        members.put("token_type", response.tokenType());
        if (response.expiresIn() != null) {
            members.put("expires_in", response.expiresIn().toSeconds());
        }
        if (response.refreshToken() != null) {
            members.put("refresh_token", response.refreshToken().value());
        }
        if (response.refreshExpiresIn() != null) {
            members.put("refresh_expires_in", response.refreshExpiresIn().toSeconds());
        }
        if (response.idToken() != null) {
            members.put("id_token", response.idToken().value());
        }
        if (response.scopes() != null) {
            members.put("scope", String.join(" ", response.scopes()));
        }
        return members;
    }
}
