package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Where the subject or actor token of an exchange of tokens comes from: an expression, a literal, another client as {@code client:NAME}, or else a header.
 * Thread-safe.
 */
final class InputTokenOption {

    private static final String CLIENT = "client:";
    private static final String BEARER = "bearer ";
    private static final int LONGEST = 65_536;

    private final ClientRegistration client;
    private final String option;
    private final @Nullable Secret written;
    private final String header;
    private final @Nullable Expression expression;

    /** @param header read when the option is not set, and only then */
    InputTokenOption(
            ClientRegistration client, String option, @Nullable Secret written, String header, CamelContext context) {
        this.client = client;
        this.option = option;
        this.written = written;
        this.header = header;
        this.expression = written != null && StringHelper.hasStartToken(written.value(), "simple")
                ? expression(written, context)
                : null;
    }

    private Expression expression(Secret expression, CamelContext context) {
        try {
            Expression created = context.resolveLanguage("simple").createExpression(expression.value());
            created.init(context);
            return created;
        } catch (RuntimeException e) {
            // without the cause: its message repeats the value
            throw new ClientConfigurationException(
                    client.name(),
                    client.option(option)
                            + " begins like a Simple expression and is none. Check its braces; write for example ${header.token}.");
        }
    }

    /** The name of the client whose token an option's value means; absent when it means something else. */
    static @Nullable String clientName(@Nullable Secret written) {
        return written != null && written.value().startsWith(CLIENT)
                ? written.value().substring(CLIENT.length()).trim()
                : null;
    }

    /**
     * The token for this exchange; absent only when the option is not set and there is no such header.
     *
     * @throws ClientConfigurationException if it comes out blank, or as something that is no token
     */
    @Nullable
    InputToken of(Exchange exchange, Function<String, OidcTokenClient> clients) {
        String name = clientName(written);
        if (name != null) {
            return InputToken.of(clients.apply(name).tokens(exchange));
        }
        if (written == null) {
            Object value = exchange.getMessage().getHeader(header);
            return value == null ? null : InputToken.of(token(value.toString(), "the header " + header));
        }
        String value = expression == null ? written.value() : expression.evaluate(exchange, String.class);
        return InputToken.of(token(value == null ? "" : value, client.option(option)));
    }

    /** A credential such as {@code Bearer eyJ...} is taken for the token in it. */
    private Secret token(String value, String from) {
        String text = value.strip();
        String token = text.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? text.substring(BEARER.length()).strip()
                : text;
        if (token.isEmpty()) {
            throw new ClientConfigurationException(
                    client.name(),
                    from + " came out blank for this exchange, and no other token is ever exchanged instead. Make sure"
                            + " that what it refers to is set before the call.");
        }
        if (token.length() > LONGEST || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ClientConfigurationException(
                    client.name(),
                    from
                            + " came out as something that is no token: a bare token, or Bearer and a token, is expected.");
        }
        return Secret.of(token);
    }
}
