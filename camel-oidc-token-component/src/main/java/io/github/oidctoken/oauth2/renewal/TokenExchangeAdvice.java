package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to check when a token exchange is refused, by what RFC 8693 section 2.2.2 and Keycloak mean with it. */
final class TokenExchangeAdvice {

    private TokenExchangeAdvice() {}

    /** The advice; absent where a token exchange needs no other than any grant. */
    static @Nullable String of(ClientRegistration client, TokenOutcome.Refused refused) {
        String description = refused.errorDescription();
        String said = description == null ? "" : description.toLowerCase(Locale.ROOT);
        String audience = client.request().audience();
        String target = audience == null ? "the target client" : "'" + audience + "'";
        if (said.contains("not within the token audience")) {
            return "The subject token was issued to another client and does not name '" + client.clientId()
                    + "' in its audience. At the server, give the client that gets the subject token an audience mapper for '"
                    + client.clientId() + "'.";
        }
        if (said.contains("audience not found")) {
            return "The server knows no client " + target + ": check " + client.option("audience")
                    + ", which is its client id.";
        }
        if (said.contains("audience not available")) {
            return "The server puts " + target + " into no token of '" + client.clientId()
                    + "'. Run operation=provisionTokenExchange once and set " + client.option("scope")
                    + " to the scope that it answers, or add an audience mapper at the server; check "
                    + client.option("audience") + ".";
        }
        if (said.contains("exchange is not enabled")) {
            return "Run operation=provisionTokenExchange with exchangeVersion=v2 once, or switch on 'Standard token exchange' for '"
                    + client.clientId() + "' at the server.";
        }
        return switch (String.valueOf(refused.error())) {
            case "access_denied", "unauthorized_client" -> denied(client, refused, target);
            case "invalid_target" ->
                "The server issues no token for " + target + ": check " + client.option("audience") + " and "
                        + client.option("resource") + ".";
            case "invalid_request", "invalid_grant", "invalid_token" ->
                "The server does not accept the subject token: it may have expired or been revoked, or come from"
                        + " another issuer. Check what " + client.option("subjectToken") + " refers to, and "
                        + client.option("subjectTokenType") + ".";
            default -> null;
        };
    }

    private static @Nullable String denied(ClientRegistration client, TokenOutcome.Refused refused, String target) {
        return refused.status() == 401
                ? null
                : "The server does not let '" + client.clientId() + "' exchange tokens for " + target
                        + ". Run operation=provisionTokenExchange once, or add '" + client.clientId()
                        + "' to a client policy of the permission token-exchange of " + target + ".";
    }
}
