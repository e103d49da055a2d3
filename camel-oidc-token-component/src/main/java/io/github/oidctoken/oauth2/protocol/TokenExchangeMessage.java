package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.token.TypelessAccessToken;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import org.jspecify.annotations.Nullable;

/** The token exchange request of RFC 8693 section 2.1; {@code audience} and {@code resource} are the client's, as with every grant. */
final class TokenExchangeMessage {

    private TokenExchangeMessage() {}

    static TokenExchangeGrant of(Grant.TokenExchange exchange) {
        Secret subject = exchange.subjectToken();
        if (subject == null) {
            throw new IllegalArgumentException("A token exchange presents a subject token");
        }
        Secret actor = exchange.actorToken();
        return new TokenExchangeGrant(
                new TypelessAccessToken(subject.value()),
                type(exchange.subjectTokenType()),
                actor == null ? null : new TypelessAccessToken(actor.value()),
                actor == null ? null : type(exchange.actorTokenType()),
                requested(exchange.requestedTokenType()),
                null);
    }

    private static @Nullable TokenTypeURI requested(@Nullable String type) {
        return type == null ? null : type(type);
    }

    private static TokenTypeURI type(String uri) {
        try {
            return TokenTypeURI.parse(uri);
        } catch (ParseException e) {
            throw new IllegalArgumentException("Token types are read as URIs", e);
        }
    }
}
