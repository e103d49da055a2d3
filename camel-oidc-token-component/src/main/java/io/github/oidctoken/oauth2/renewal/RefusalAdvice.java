package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;

/** What to check when an authorization server refuses, by its error code (RFC 6749 section 5.2) and by what real servers mean with it. */
final class RefusalAdvice {

    private RefusalAdvice() {}

    static String of(ClientRegistration client, String grantType, TokenOutcome.Refused refused) {
        String error = refused.error();
        if (error == null || refused.status() == 404 || refused.status() == 405) {
            // Keycloak answers an unknown realm with an error of its own
            return notFromATokenEndpoint(client, refused.status());
        }
        if (grantType.equals(Grant.TokenExchange.GRANT_TYPE)) {
            String advice = TokenExchangeAdvice.of(client, refused);
            if (advice != null) {
                return advice;
            }
        }
        if (grantType.equals(AuthorizationRequests.PUSHED) && !error.equals("invalid_client")) {
            return pushed(client, refused);
        }
        return switch (error) {
            case "invalid_client" -> credentials(client, false);
            case "unauthorized_client" ->
                refused.status() == 401 && !refusesGrant(refused)
                        ? credentials(client, true)
                        : "Allow the " + grantType + " grant for this client at the server, or change "
                                + client.option("grant") + ".";
            case "invalid_grant" -> invalidGrant(client, grantType);
            case "invalid_scope" ->
                "Check " + client.option("scope") + ", and that the server allows these scopes to this client.";
            case "invalid_target" -> "Check " + client.option("resource") + " and " + client.option("audience") + ".";
            case "unsupported_grant_type" ->
                "The server does not offer this grant; change " + client.option("grant") + ".";
            case "invalid_request" ->
                "The server found the request incomplete or contradictory; check "
                        + client.option("clientAuthentication") + " and " + client.option("parameters") + ".";
            case "temporarily_unavailable", "server_error", "slow_down" -> "The server asks for patience.";
            default -> "Check the server's log for the reason.";
        };
    }

    /** What the person would have been told by the server's page. */
    private static String pushed(ClientRegistration client, TokenOutcome.Refused refused) {
        return switch (String.valueOf(refused.error())) {
            case "unauthorized_client" ->
                refused.status() == 401
                        ? credentials(client, true)
                        : "Allow the authorization code flow for this client at the server.";
            case "invalid_scope" ->
                "Check " + client.option("scope") + ", and that the server allows these scopes to this client.";
            case "invalid_target" -> "Check " + client.option("resource") + " and " + client.option("audience") + ".";
            default ->
                "Check " + client.option("redirectUri") + ", which must be registered at the server exactly so, "
                        + client.option("authorizationParameters") + " and " + client.option("responseMode") + ".";
        };
    }

    /** Keycloak's answer to client_credentials of a public client, or of one without a service account. */
    private static boolean refusesGrant(TokenOutcome.Refused refused) {
        return refused.errorDescription() != null && refused.errorDescription().contains("to retrieve service account");
    }

    private static String invalidGrant(ClientRegistration client, String grantType) {
        return switch (grantType) {
            case "password" ->
                client.grant() instanceof Grant.PresentedPassword
                        ? "The client was accepted, but not the user name or the password that came with the exchange;"
                                + " or the account is not enabled, or needs a further action."
                        : "Check " + client.option("username") + " and " + client.option("password")
                                + ", and that the account is enabled and needs no further action.";
            case "authorization_code" ->
                "The code was used before, is too old, or was given to another client, redirect URI or code verifier:"
                        + " check " + client.option("redirectUri") + ", and sign in again.";
            case Grant.DeviceCode.GRANT_TYPE ->
                "The device code was used before, or was given to another client. Begin again.";
            default -> "Get a new refresh token and set " + client.option("refreshToken") + ".";
        };
    }

    /** @param known whether the server seems to know the client: Keycloak then refuses a wrong secret by another error than a client that is not there */
    private static String credentials(ClientRegistration client, boolean known) {
        if (client.clientSecret() == null) {
            return "This client sends no secret: set " + client.option("clientSecret")
                    + " if the server holds it for confidential, and check " + client.option("clientId") + ".";
        }
        String first = known
                ? "Most likely the secret is wrong: check " + client.option("clientSecret") + ", then "
                        + client.option("clientId")
                : "Most likely the server does not know this client, or the secret is wrong: check "
                        + client.option("clientId") + ", then " + client.option("clientSecret");
        return first + ", then " + client.option("clientAuthentication") + " (the server must expect "
                + client.clientAuthentication().value() + "), and whether the client is enabled there.";
    }

    private static String notFromATokenEndpoint(ClientRegistration client, int status) {
        if (status >= 300 && status < 400) {
            return "Redirects are not followed, since they would carry the secret along. Set "
                    + client.option("tokenEndpoint") + " (or baseUrl, issuer) to the final address, with https.";
        }
        if (status == 404 || status == 405) {
            return "Check " + client.option("tokenEndpoint") + ", or " + client.option("baseUrl") + " and "
                    + client.option("realm") + ": there is no token endpoint at this address.";
        }
        if (status == 429 || status == 503) {
            return "The server asks for patience.";
        }
        return "Check that " + client.option("tokenEndpoint")
                + " leads to a token endpoint and not to a page or a proxy.";
    }
}
