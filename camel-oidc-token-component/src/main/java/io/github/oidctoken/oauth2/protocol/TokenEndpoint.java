package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The token endpoint of an authorization server (RFC 6749 section 3.2): one request, one outcome. Thread-safe. */
public final class TokenEndpoint {

    private static final String REFRESH = "refresh_token";

    private final Transport transport;
    private final TimeSource time;

    public TokenEndpoint(Transport transport, TimeSource time) {
        this.transport = transport;
        this.time = time;
    }

    /**
     * Sends one token request and judges its answer. Blocks for the client's {@code readLimit} at most; never resends.
     *
     * @param uri the token endpoint
     */
    public TokenOutcome request(ClientRegistration client, URI uri, TokenRequest request) {
        TransportRequest message = message(client, uri, request);
        try {
            TransportResponse answer = transport.send(message);
            return new TokenResponseReader(sent(client, request, message), time.now()).read(answer);
        } catch (TransportException e) {
            String reason = String.valueOf(e.getMessage());
            return switch (e.delivery()) {
                case NOT_SENT -> new TokenOutcome.NotSent(reason, e);
                case UNKNOWN -> new TokenOutcome.Unknown(reason, e);
            };
        }
    }

    private static TransportRequest message(ClientRegistration client, URI uri, TokenRequest request) {
        HTTPRequest http = form(client, uri, request).toHTTPRequest();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        String authorization = http.getAuthorization();
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        Connection connection = spends(request) ? Connection.NEW : Connection.ANY;
        return new TransportRequest(
                uri, headers, http.getBody(), connection, client.renewal().readLimit(), client.allowInsecure());
    }

    private static com.nimbusds.oauth2.sdk.TokenRequest form(ClientRegistration client, URI uri, TokenRequest request) {
        ClientAuthentication authentication = authentication(client);
        AuthorizationGrant grant = grant(request);
        com.nimbusds.oauth2.sdk.TokenRequest.Builder builder = authentication == null
                ? new com.nimbusds.oauth2.sdk.TokenRequest.Builder(uri, new ClientID(client.clientId()), grant)
                : new com.nimbusds.oauth2.sdk.TokenRequest.Builder(uri, authentication, grant);
        if (!request.scopes().isEmpty()) {
            builder.scope(new Scope(request.scopes().toArray(String[]::new)));
        }
        if (!client.request().resources().isEmpty()) {
            builder.resources(client.request().resources().toArray(URI[]::new));
        }
        String audience = client.request().audience();
        if (audience != null) {
            builder.customParameter("audience", audience);
        }
        client.request().parameters().forEach(builder::customParameter);
        if (isRefresh(request)) {
            client.request().refreshParameters().forEach(builder::customParameter);
        }
        return builder.build();
    }

    /** Whether the request presents something that works once. */
    private static boolean spends(TokenRequest request) {
        return isRefresh(request)
                || request instanceof TokenRequest.ByCode
                || request instanceof TokenRequest.ByDeviceCode;
    }

    private static boolean isRefresh(TokenRequest request) {
        return request.grantType().equals(REFRESH);
    }

    private static AuthorizationGrant grant(TokenRequest request) {
        if (request instanceof TokenRequest.ByRefreshToken refresh) {
            return new RefreshTokenGrant(new RefreshToken(refresh.refreshToken().value()));
        }
        if (request instanceof TokenRequest.ByCode byCode) {
            io.github.oidctoken.oauth2.Secret verifier = byCode.codeVerifier();
            return new AuthorizationCodeGrant(
                    new AuthorizationCode(byCode.code().value()),
                    byCode.redirectUri(),
                    verifier == null ? null : new CodeVerifier(verifier.value()));
        }
        if (request instanceof TokenRequest.ByDeviceCode byDevice) {
            return new DeviceCodeGrant(new DeviceCode(byDevice.deviceCode().value()));
        }
        Grant grant = ((TokenRequest.ByGrant) request).grant();
        if (grant instanceof Grant.Password password) {
            return new ResourceOwnerPasswordCredentialsGrant(
                    password.username(), new Secret(password.password().value()));
        }
        if (grant instanceof Grant.RefreshToken seed) {
            return new RefreshTokenGrant(new RefreshToken(seed.refreshToken().value()));
        }
        if (grant instanceof Grant.AuthorizationCode
                || grant instanceof Grant.DeviceCode
                || grant instanceof Grant.PresentedPassword) {
            throw new IllegalStateException("A person must sign in: a client cannot run this grant by itself");
        }
        if (grant instanceof Grant.None) {
            throw new IllegalStateException("This client has no tokens of its own");
        }
        if (grant instanceof Grant.TokenExchange exchange) {
            return TokenExchangeMessage.of(exchange);
        }
        return new ClientCredentialsGrant();
    }

    /** How the client proves who it is; absent when it only says so. */
    static @Nullable ClientAuthentication authentication(ClientRegistration client) {
        io.github.oidctoken.oauth2.Secret secret = client.clientSecret();
        if (secret == null) {
            return null;
        }
        ClientID id = new ClientID(client.clientId());
        return switch (client.clientAuthentication()) {
            case CLIENT_SECRET_BASIC -> new ClientSecretBasic(id, new Secret(secret.value()));
            case CLIENT_SECRET_POST -> new ClientSecretPost(id, new Secret(secret.value()));
            case NONE -> null;
        };
    }

    /** Everything secret in the request, so that no server's text can show it. */
    private static List<io.github.oidctoken.oauth2.Secret> sent(
            ClientRegistration client, TokenRequest request, TransportRequest message) {
        List<String> secrets = new ArrayList<>();
        if (client.clientSecret() != null) {
            secrets.add(client.clientSecret().value());
        }
        if (request instanceof TokenRequest.ByRefreshToken refresh) {
            secrets.add(refresh.refreshToken().value());
        } else if (request instanceof TokenRequest.ByCode byCode) {
            secrets.add(byCode.code().value());
            if (byCode.codeVerifier() != null) {
                secrets.add(byCode.codeVerifier().value());
            }
        } else if (request instanceof TokenRequest.ByDeviceCode byDevice) {
            secrets.add(byDevice.deviceCode().value());
        } else if (request instanceof TokenRequest.ByGrant own && own.grant() instanceof Grant.Password password) {
            secrets.add(password.password().value());
        } else if (request instanceof TokenRequest.ByGrant own && own.grant() instanceof Grant.RefreshToken seed) {
            secrets.add(seed.refreshToken().value());
        } else if (request instanceof TokenRequest.ByGrant own && own.grant() instanceof Grant.TokenExchange exchange) {
            Stream.of(exchange.subjectToken(), exchange.actorToken())
                    .filter(Objects::nonNull)
                    .forEach(token -> secrets.add(token.value()));
        }
        secrets.addAll(client.request().parameters().values());
        secrets.addAll(client.request().refreshParameters().values());
        String authorization = message.headers().get("Authorization");
        if (authorization != null) {
            secrets.add(authorization.substring(authorization.indexOf(' ') + 1));
        }
        return secrets.stream().map(io.github.oidctoken.oauth2.Secret::of).toList();
    }
}
