package io.github.oidctoken.camel;

import io.github.oidctoken.keycloak.AdminRealm;
import io.github.oidctoken.keycloak.KeycloakAdmin;
import io.github.oidctoken.keycloak.ProvisioningMode;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** Calls Keycloak's admin REST API with the endpoint's client, and sets the body to what came of it. */
final class KeycloakProducer extends AskingProducer {

    private final OidcTokenEndpoint endpoint;
    private final AdminRealm realm;

    KeycloakProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
        this.endpoint = endpoint;
        this.realm = AdminRealm.of(client.registration(), endpoint.getAdminRealm());
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        TokenSource tokens = client.tokens(exchange);
        KeycloakInput input = new KeycloakInput(endpoint, client, realm, exchange.getMessage());
        KeycloakAdmin admin = new KeycloakAdmin(client.transport(), client.registration(), tokens, realm);
        CompletionStage<Map<String, Object>> answer =
                tokens.request().thenApplyAsync(token -> call(admin, input), client.continuation());
        return new PendingResult<>(answer, members -> exchange.getMessage().setBody(members));
    }

    private Map<String, Object> call(KeycloakAdmin admin, KeycloakInput input) {
        ProvisioningMode mode = endpoint.isDryRun() ? ProvisioningMode.DRY_RUN : ProvisioningMode.APPLY;
        return switch (endpoint.getOperation()) {
            case createClient -> admin.createClient(input.managed(), input.representation());
            case findClient -> admin.findClient(input.managed().clientId());
            case createTokenExchangePolicy ->
                admin.createTokenExchangePolicy(input.source().clientId(), input.policyName());
            case enablePermissions -> admin.enablePermissions(input.target().clientId());
            case findTokenExchangeScope -> admin.findTokenExchangeScope();
            case updateTokenExchangePermission ->
                admin.updateTokenExchangePermission(input.target().clientId(), input.policyName());
            default ->
                endpoint.isUndo()
                        ? admin.undoTokenExchange(
                                input.source().clientId(),
                                input.target().clientId(),
                                endpoint.getExchangeVersion(),
                                mode)
                        : admin.provisionTokenExchange(
                                input.source(), input.target(), endpoint.getExchangeVersion(), mode);
        };
    }
}
