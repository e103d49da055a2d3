package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Whose token an exchange gets: always the same one's, or whom a Simple expression names. Thread-safe. */
final class PrincipalOption {

    private final ClientRegistration client;
    private final @Nullable Expression expression;

    /** @throws ClientConfigurationException if it looks like an expression and is none */
    PrincipalOption(ClientRegistration client, CamelContext context) {
        this.client = client;
        this.expression = StringHelper.hasStartToken(client.principal(), "simple")
                ? expression(client.principal(), context)
                : null;
    }

    /** Whether it is the same for every exchange. */
    boolean isFixed() {
        return expression == null;
    }

    /**
     * The principal of an exchange.
     *
     * @throws ClientConfigurationException if the expression gives nothing that can name a principal
     */
    String of(Exchange exchange) {
        if (expression == null) {
            return client.principal();
        }
        String principal = expression.evaluate(exchange, String.class);
        if (principal == null || principal.isBlank()) {
            throw invalid(
                    "came out blank for this exchange, and a token of nobody is never used instead. Make sure that what"
                            + " it refers to is set before the call.");
        }
        if (principal.length() > ClientRegistration.LONGEST_PRINCIPAL) {
            throw invalid("came out longer than " + ClientRegistration.LONGEST_PRINCIPAL
                    + " characters for this exchange. Let it name a user or a tenant.");
        }
        if (principal.equals(ClientRegistration.DEFAULT_PRINCIPAL)) {
            throw invalid("came out as '" + principal
                    + "' for this exchange, which is reserved for clients without a principal.");
        }
        return principal;
    }

    private Expression expression(String written, CamelContext context) {
        try {
            Expression created = context.resolveLanguage("simple").createExpression(written);
            created.init(context);
            return created;
        } catch (RuntimeException e) {
            throw invalid("is not a Simple expression: " + e.getMessage() + ". Write for example ${header.tenant}.");
        }
    }

    private ClientConfigurationException invalid(String problem) {
        return new ClientConfigurationException(client.name(), client.option("principal") + " " + problem);
    }
}
