package io.github.oidctoken.testkit;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The token endpoint (RFC 6749 section 3.2) with the error answers of Keycloak. Thread-safe. */
final class TokenEndpoint {

    static final List<String> GRANTS =
            List.of("client_credentials", "password", "refresh_token", "authorization_code", DevicePage.GRANT);

    private final StrictServerSettings settings;
    private final ClientAuthenticator authenticator;
    private final TokenStore store;
    private final SignInPage page;
    private final DevicePage devices;
    private final Supplier<URI> issuer;

    TokenEndpoint(
            StrictServerSettings settings,
            ClientAuthenticator authenticator,
            TokenStore store,
            SignInPage page,
            DevicePage devices,
            Supplier<URI> issuer) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.store = store;
        this.page = page;
        this.devices = devices;
        this.issuer = issuer;
    }

    /** The tokens asked for, or an {@link OAuthRefusal}. */
    IssuedTokens answer(TokenRequest request) {
        FormBody form = request.form();
        if (form.problem() != null) {
            throw OAuthRefusal.invalidRequest(form.problem());
        }
        if (request.query() != null && !request.query().isEmpty()) {
            throw OAuthRefusal.invalidRequest("Parameters belong in the body, not in the URI");
        }
        String grant = form.get("grant_type")
                .orElseThrow(() -> OAuthRefusal.invalidRequest("Missing form parameter: grant_type"));
        if (!GRANTS.contains(grant)) {
            throw new OAuthRefusal(400, "unsupported_grant_type", "Unsupported grant_type");
        }
        RegisteredClient client = authenticator.authenticate(request.authorization(), form);
        return switch (grant) {
            case "client_credentials" -> clientCredentials(client, form);
            case "password" -> password(client, form);
            case "authorization_code" -> code(client, page.spend(client.clientId(), form));
            case DevicePage.GRANT ->
                code(client, page.byDevice(client.clientId(), devices.spend(client.clientId(), form)));
            default -> refresh(client, form);
        };
    }

    private IssuedTokens clientCredentials(RegisteredClient client, FormBody form) {
        if (client.isPublic()) {
            throw new OAuthRefusal(401, "unauthorized_client", "Public client not allowed to retrieve service account");
        }
        return store.issueToClient(client.clientId(), scope(form));
    }

    private IssuedTokens password(RegisteredClient client, FormBody form) {
        String username = form.get("username")
                .orElseThrow(() -> new OAuthRefusal(401, "invalid_request", "Missing parameter: username"));
        String password = settings.passwords().get(username);
        if (password == null || !form.get("password").filter(password::equals).isPresent()) {
            throw OAuthRefusal.invalidGrant("Invalid user credentials");
        }
        return store.startSession(client.clientId(), username, scope(form));
    }

    private IssuedTokens code(RegisteredClient client, SignInPage.Code code) {
        IssuedTokens tokens = store.startSession(client.clientId(), code.subject(), code.scope());
        return code.scope().contains("openid")
                ? tokens.withIdToken(page.idToken(issuer.get(), code, tokens.accessToken()))
                : tokens;
    }

    private IssuedTokens refresh(RegisteredClient client, FormBody form) {
        String refreshToken =
                form.get("refresh_token").orElseThrow(() -> OAuthRefusal.invalidRequest("No refresh token"));
        return store.refresh(refreshToken, client.clientId(), scope(form));
    }

    private Set<String> scope(FormBody form) {
        String asked = form.fields().get("scope");
        if (asked == null) {
            return Set.of();
        }
        Set<String> scope = new LinkedHashSet<>(List.of(asked.strip().split(" +")));
        boolean known = settings.scopes().isEmpty() || settings.scopes().containsAll(scope);
        if (asked.isBlank() || !known) {
            throw OAuthRefusal.invalidScope(asked);
        }
        return scope;
    }
}
