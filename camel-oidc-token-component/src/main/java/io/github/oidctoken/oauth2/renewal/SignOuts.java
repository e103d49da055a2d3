package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.EndSessionRequest;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenManager;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of sessions, and of tokens, that somebody wants to end. The repository comes first, so that no node goes on with what the server is then told
 * to revoke. All stages fail with {@link OidcTokenException}. Thread-safe.
 */
public final class SignOuts {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private final RenewalParts parts;
    private final TokenManager manager;
    private final Revocations revocations;
    private final Tombstones tombstones;

    SignOuts(RenewalParts parts, TokenManager manager) {
        this.parts = parts;
        this.manager = manager;
        this.revocations = new Revocations(parts);
        this.tombstones = new Tombstones(parts.repository(), parts.random(), parts.node());
    }

    /**
     * Has a token revoked that somebody brings.
     *
     * @param hint the {@code token_type_hint}
     */
    public CompletionStage<Void> revoke(ClientRegistration client, Secret token, @Nullable String hint) {
        AccessKey who = AccessKey.of(client, client.principal());
        return CompletableFuture.runAsync(
                () -> {
                    revocations.revoke(client, revocations.endpoint(client, who), token, hint);
                    manager.revoked(token);
                },
                parts.threads().grants(client));
    }

    /**
     * Ends a principal's session on all nodes and has the server revoke its refresh token; nothing is changed where no revocation endpoint is known.
     *
     * @return fails if the server has not done it, although the session has ended here; to be tried again then
     */
    public CompletionStage<SignedOut> revokeSession(ClientRegistration client, String principal) {
        AccessKey key = AccessKey.of(client, principal);
        return CompletableFuture.supplyAsync(
                () -> {
                    revocations.endpoint(client, key);
                    SignedOut signedOut = ended(client, key, principal, session(client, key), null);
                    if (signedOut.problem() != null) {
                        throw signedOut.problem();
                    }
                    return signedOut;
                },
                parts.threads().sessions());
    }

    /**
     * Ends a principal's session on all nodes and at the server as far as that can be told, and says where the person's browser is to go then (OpenID Connect
     * RP-Initiated Logout 1.0).
     *
     * @param returnTo the {@code post_logout_redirect_uri}, as it is registered at the server
     * @param state comes back with the browser
     */
    public CompletionStage<SignedOut> logOut(
            ClientRegistration client, String principal, @Nullable URI returnTo, @Nullable String state) {
        AccessKey key = AccessKey.of(client, principal);
        return CompletableFuture.supplyAsync(
                () -> {
                    SessionDocument before = session(client, key);
                    URI endpoint = endSessionEndpoint(client, key);
                    URI browser = endpoint == null
                            ? null
                            : EndSessionRequest.uri(client, endpoint, before.idToken(), returnTo, state);
                    return ended(client, key, principal, before, browser);
                },
                parts.threads().sessions());
    }

    /** Ends the session in the repository, if it is kept there, and the sign-in by another device that may wait for a person. */
    private SessionDocument session(ClientRegistration client, AccessKey key) {
        if (client.grant() instanceof Grant.DeviceCode) {
            withdrawCode(client, key);
        }
        return client.grant().startsSession()
                ? tombstones.write(client, key.session(), parts.server().time(key.session()))
                : SessionDocument.NONE;
    }

    private void withdrawCode(ClientRegistration client, AccessKey key) {
        try {
            new StoredDevice(parts.repository(), parts.random(), key.session()).withdraw();
        } catch (RepositoryException e) {
            LOG.warn(
                    "Client '{}': a code that waits for a person is still good for signing in: {}",
                    client.name(),
                    e.getMessage());
        }
    }

    private SignedOut ended(
            ClientRegistration client, AccessKey key, String principal, SessionDocument before, @Nullable URI browser) {
        List<AccessToken> held = manager.signedOut(key.session());
        boolean there = !before.isSignedOut() && before.generation() > 0;
        OidcTokenException problem = null;
        try {
            revoke(client, key, before, held);
        } catch (OidcTokenException e) {
            problem = e;
            LOG.warn("Client '{}': signed out here, but the server was not told: {}", client.name(), e.getMessage());
        }
        if (there || !held.isEmpty()) {
            LOG.info("Client '{}': signed out, session and tokens are dropped", client.name());
            parts.happened(TokenEvent.ofSession(
                    TokenEvent.Type.SIGNED_OUT, client.name(), problem == null ? null : problem.getMessage()));
        }
        return new SignedOut(client.name(), principal, there || !held.isEmpty(), browser, problem);
    }

    /** A server ends the access tokens of a session with its refresh token (RFC 7009 section 2.1). */
    private void revoke(ClientRegistration client, AccessKey key, SessionDocument before, List<AccessToken> held) {
        Secret refreshToken = refreshToken(client, before);
        List<Secret> accessTokens =
                held.stream().map(token -> Secret.of(token.value())).distinct().toList();
        if (refreshToken == null && accessTokens.isEmpty()) {
            return;
        }
        URI endpoint = revocations.known(client, key);
        if (endpoint == null) {
            LOG.warn(
                    "Client '{}': signed out here only, since nothing says where tokens are revoked ({})",
                    client.name(),
                    client.option("revocationEndpoint"));
            return;
        }
        if (refreshToken == null) {
            accessTokens.forEach(token -> revocations.revoke(client, endpoint, token, Revocations.ACCESS_TOKEN));
            return;
        }
        revocations.revoke(client, endpoint, refreshToken, Revocations.REFRESH_TOKEN);
        tombstones.revoked(client, key.session());
    }

    private static @Nullable Secret refreshToken(ClientRegistration client, SessionDocument before) {
        boolean unused = Tombstones.seed(client, before) != null && before.refreshToken() == null;
        return unused ? ((Grant.RefreshToken) client.grant()).refreshToken() : before.refreshToken();
    }

    private @Nullable URI endSessionEndpoint(ClientRegistration client, AccessKey key) {
        try {
            return parts.server()
                    .metadata(client, key, ProviderMetadata::endSessionEndpoint)
                    .endSessionEndpoint();
        } catch (OidcTokenException | ClientConfigurationException e) {
            LOG.debug("Client '{}': the end session endpoint is not known", client.name(), e);
            return null;
        }
    }
}
