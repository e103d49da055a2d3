package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.Grant;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Producer;

/** Finds the producer of an endpoint's operation, or says why that operation makes no sense for its client. */
final class OperationProducers {

    private final OidcTokenEndpoint endpoint;
    private final OidcTokenClient client;
    private final OidcTokenOperation operation;

    OperationProducers(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        this.endpoint = endpoint;
        this.client = client;
        this.operation = endpoint.getOperation();
    }

    /** @throws ClientConfigurationException if client and operation do not go together */
    Producer producer() {
        checkStoreSession();
        return switch (operation) {
            case explain -> new ExplainProducer(endpoint, client);
            case introspect -> new IntrospectProducer(endpoint, client);
            case validate -> new ValidateProducer(endpoint, TokenJudge.of(endpoint));
            case deviceAuthorization -> device();
            case revoke -> new RevokeProducer(endpoint, client);
            case logout -> new LogoutProducer(endpoint, withTokens());
            case userinfo -> new UserinfoProducer(endpoint, withTokens());
            case authorizationRequest, authorizationResponse, exchangeCode -> signIn();
            default -> withToken();
        };
    }

    private OidcTokenClient withTokens() {
        client.owners().requireTokens();
        return client;
    }

    private Producer withToken() {
        client.owners().requireTokens();
        if (operation.isKeycloak()) {
            return new KeycloakProducer(endpoint, client);
        }
        if (endpoint.getOutput() == OidcTokenOutput.none
                && client.registration().targets().isEmpty()) {
            throw refused("oidc-token:" + endpoint.getClient()
                    + " authorizes the HTTP calls that follow, but nothing says which of them may carry the"
                    + " token. Set " + client.registration().option("targets")
                    + ", or ask for the token itself by the endpoint option output.");
        }
        return LoginProducer.isMeant(endpoint, client)
                ? new LoginProducer(endpoint, client)
                : new OidcTokenProducer(endpoint, client);
    }

    private void checkStoreSession() {
        if (endpoint.isStoreSession()
                && (operation != OidcTokenOperation.token || !client.owners().comeWithPassword())) {
            throw refused("storeSession=true is for logins: for operation=token of a client with "
                    + client.registration().option("grant")
                    + " = password and without username and password, which come with the exchange.");
        }
    }

    private Producer signIn() {
        if (!(client.registration().grant() instanceof Grant.AuthorizationCode)) {
            throw refused("operation=" + operation + " is for persons who sign in. Set "
                    + client.registration().option("grant") + " = authorization_code.");
        }
        SignInCookies cookies = ((OidcTokenComponent) endpoint.getComponent()).signInCookies();
        return switch (operation) {
            case authorizationRequest -> guarded(new AuthorizationRequestProducer(endpoint, client, cookies));
            case authorizationResponse -> new AuthorizationResponseProducer(endpoint, client, cookies);
            default -> exchangeCode();
        };
    }

    private Producer device() {
        if (!(client.registration().grant() instanceof Grant.DeviceCode)) {
            throw refused("operation=" + operation + " is for persons who sign in by another device. Set "
                    + client.registration().option("grant") + " = device_code.");
        }
        return guarded(new DeviceAuthorizationProducer(endpoint, client));
    }

    private Producer exchangeCode() {
        ExchangeCodeProducer producer = new ExchangeCodeProducer(endpoint, client);
        return producer.handsOut() ? producer : guarded(producer);
    }

    private Producer guarded(AsyncProducer producer) {
        return GuardedSignIn.around(producer, endpoint, client);
    }

    private ClientConfigurationException refused(String problem) {
        return new ClientConfigurationException(endpoint.getClient(), problem);
    }
}
