package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A token that a message brings, by the rules of RFC 6750 section 2.1. */
final class PresentedToken {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");
    private static final Pattern BEARER = Pattern.compile("Bearer +(.*)", Pattern.CASE_INSENSITIVE);

    private PresentedToken() {}

    /**
     * The token of the header {@link OidcTokenConstants#TOKEN}, else the body if that is one, else that of the header {@code Authorization}.
     *
     * @throws TokenInvalidException if there is none
     */
    static Secret of(Exchange exchange, String client) {
        Message message = exchange.getMessage();
        Object header = message.getHeader(OidcTokenConstants.TOKEN);
        Object given = header != null ? header : message.getBody();
        String text = given instanceof String s ? s.trim() : "";
        if (TOKEN.matcher(text).matches()) {
            return Secret.of(text);
        }
        if (header != null) {
            throw new TokenInvalidException(
                    client,
                    Problem.INVALID_REQUEST,
                    "what was presented is no token",
                    "Set the header " + OidcTokenConstants.TOKEN + " to the token alone.");
        }
        return bearer(exchange, client)
                .orElseThrow(() -> new TokenInvalidException(
                        client,
                        Problem.NO_TOKEN,
                        "no token was presented",
                        "Set the header " + OidcTokenConstants.TOKEN + " or the body to the token, or let the caller"
                                + " send it as Authorization: Bearer."));
    }

    /**
     * The token that the caller sent as {@code Authorization: Bearer}.
     *
     * @throws TokenInvalidException if there are several, or what stands there is no token
     */
    static Optional<Secret> bearer(Exchange exchange, String client) {
        Object header = exchange.getMessage().getHeader(OidcTokenConstants.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        if (!(header instanceof String text)) {
            throw malformed(client);
        }
        var bearer = BEARER.matcher(text.trim());
        if (!bearer.matches()) {
            return Optional.empty();
        }
        if (!TOKEN.matcher(bearer.group(1)).matches()) {
            throw malformed(client);
        }
        return Optional.of(Secret.of(bearer.group(1)));
    }

    /** Takes the token off the message. A body stays. */
    static void remove(Exchange exchange) {
        exchange.getMessage().removeHeader(OidcTokenConstants.TOKEN);
        exchange.getMessage().removeHeader(OidcTokenConstants.TOKEN_TYPE_HINT);
        exchange.getMessage().removeHeader(OidcTokenConstants.AUTHORIZATION);
    }

    private static TokenInvalidException malformed(String client) {
        return new TokenInvalidException(
                client, Problem.INVALID_REQUEST, "the Authorization header holds no single Bearer token", "");
    }
}
