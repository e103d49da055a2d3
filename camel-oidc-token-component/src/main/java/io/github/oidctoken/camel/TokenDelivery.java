package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.camel.http.Credentials;
import io.github.oidctoken.camel.http.ExchangeAuthorization;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.token.AccessToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts a token where the endpoint's {@code output} wants it. */
record TokenDelivery(OidcTokenOutput output, AuthorizedClient client) {

    void deliver(AccessToken token, Exchange exchange) {
        if (output == OidcTokenOutput.none) {
            Credentials.require(token, client);
            ExchangeAuthorization.grant(exchange, client);
            return;
        }
        if (output != OidcTokenOutput.body) {
            Credentials.require(token, client);
        }
        Message message = exchange.getMessage();
        switch (output) {
            case header -> message.setHeader(OidcTokenConstants.AUTHORIZATION, token.headerValue());
            case property -> exchange.setProperty(OidcTokenConstants.HEADER_VALUE, token.headerValue());
            default -> message.setBody(response(token));
        }
        message.setHeader(OidcTokenConstants.EXPIRES_AT, token.expiresAt());
        List<String> scopes = token.scopes();
        if (scopes != null) {
            message.setHeader(OidcTokenConstants.SCOPE, String.join(" ", scopes));
        }
    }

    /** The members of RFC 6749 section 5.1, as they would be if the server answered now. */
    private static Map<String, Object> response(AccessToken token) {
        Map<String, Object> members = new LinkedHashMap<>(token.members());
        members.put("access_token", token.value());
        members.put("token_type", token.tokenType());
        members.put(
                "expires_in", token.expiresIn(TimeSource.system().nanoTime()).toSeconds());
        List<String> scopes = token.scopes();
        if (scopes != null) {
            members.put("scope", String.join(" ", scopes));
        }
        return members;
    }
}
