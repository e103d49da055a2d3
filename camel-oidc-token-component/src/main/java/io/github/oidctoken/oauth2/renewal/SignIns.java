package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.AuthorizationRefusedException;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.AuthorizationRequest;
import io.github.oidctoken.oauth2.protocol.AuthorizationResponse;
import io.github.oidctoken.oauth2.protocol.IdTokens;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.SignInExchange.Exchanged;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenLife;
import io.github.oidctoken.oauth2.token.TokenManager;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Persons who sign in, for clients with {@link Grant.AuthorizationCode}. All stages fail with {@link OidcTokenException}. Thread-safe. */
public final class SignIns {

    private final RenewalParts parts;
    private final TokenManager manager;
    private final AuthorizationRequests requests;
    private final IdTokens idTokens;
    private final UsedStates states;
    private final StartedRenewals started;

    SignIns(RenewalParts parts, TokenManager manager, IdTokens idTokens, AuthorizationRequests requests) {
        this.requests = requests;
        this.parts = parts;
        this.manager = manager;
        this.idTokens = idTokens;
        this.states = new UsedStates(parts.repository(), parts.time(), parts.random());
        this.started = new StartedRenewals(parts.scheduler());
    }

    /** Begins a sign-in; nothing is stored. */
    public CompletionStage<SignInAttempt.Started> begin(ClientRegistration client, String principal) {
        return CompletableFuture.supplyAsync(
                () -> {
                    AuthorizationRequest request = AuthorizationRequest.random(parts.random());
                    URI address = requests.address(client, key(client, principal), request);
                    SignInAttempt attempt = new SignInAttempt(
                            client.name(), principal, request, parts.time().now());
                    return new SignInAttempt.Started(attempt, address);
                },
                parts.threads().sessions());
    }

    /**
     * Ends a sign-in by the answer that the browser brought. The attempt must be the one that the same browser was sent off with.
     *
     * @return complete when the session is stored
     */
    public CompletionStage<SignedIn> finish(
            ClientRegistration client, SignInAttempt attempt, AuthorizationResponse response) {
        Secret code;
        try {
            code = judge(client, attempt, response);
        } catch (OidcTokenException e) {
            return CompletableFuture.failedFuture(e);
        }
        AuthorizationRequest request = attempt.request();
        TokenRequest.ByCode presented = new TokenRequest.ByCode(
                code, ((Grant.AuthorizationCode) client.grant()).redirectUri(), request.codeVerifier());
        SignInDrive drive = drive(
                client, attempt.principal(), presented, request.nonce(), () -> states.use(client, request.state()));
        return store(drive, client, attempt.principal());
    }

    /** Exchanges a code that another application has asked for, and stores the session. */
    public CompletionStage<SignedIn> signIn(
            ClientRegistration client, String principal, TokenRequest.ByCode code, @Nullable Secret nonce) {
        return store(drive(client, principal, code, nonce, () -> {}), client, principal);
    }

    /** Exchanges a code that another application has asked for, and hands out what the server gave; nothing is stored. */
    public CompletionStage<TokenResponse> exchange(
            ClientRegistration client, String principal, TokenRequest.ByCode code, @Nullable Secret nonce) {
        SignInDrive drive = drive(client, principal, code, nonce, () -> {});
        drive.exchange();
        return drive.result().thenApply(exchanged -> exchanged.received().response());
    }

    /** Accepts no more; see {@link TokenEngine#stop()}. */
    CompletableFuture<Void> stop() {
        return started.stop();
    }

    private CompletionStage<SignedIn> store(SignInDrive drive, ClientRegistration client, String principal) {
        drive.signIn();
        return drive.result().thenApply(exchanged -> {
            String whose = exchanged.principal() == null ? principal : exchanged.principal();
            manager.signedIn(key(client, whose).session());
            parts.happened(TokenEvent.ofSession(TokenEvent.Type.SIGNED_IN, client.name(), null));
            return signedIn(client, whose, exchanged);
        });
    }

    private SignInDrive drive(
            ClientRegistration client,
            String principal,
            TokenRequest.ByCode code,
            @Nullable Secret nonce,
            Runnable beforeSending) {
        CodeExchange exchange = new CodeExchange(client, key(client, principal), code, nonce, parts, idTokens);
        SignInDrive drive = new SignInDrive(exchange, beforeSending);
        started.add(drive);
        return drive;
    }

    private static SignedIn signedIn(ClientRegistration client, String principal, Exchanged exchanged) {
        Received received = exchanged.received();
        Instant end = received.sentAt().plus(new TokenLife(received.lifetime()).usable());
        return new SignedIn(client.name(), principal, exchanged.subject(), end);
    }

    /** The code of an answer that fits the attempt. */
    private Secret judge(ClientRegistration client, SignInAttempt attempt, AuthorizationResponse response) {
        if (!attempt.client().equals(client.name())) {
            throw failed(client, "the sign-in was begun for client '" + attempt.client() + "'.");
        }
        if (!attempt.request().state().equals(response.state())) {
            throw failed(
                    client, "the answer does not belong to the sign-in that this browser began (state). Begin again.");
        }
        checkIssuer(client, response);
        String error = response.error();
        if (error != null) {
            String description = response.errorDescription();
            throw new AuthorizationRefusedException(
                    client.name(),
                    "Client '" + client.name() + "': the authorization server did not let the person sign in: " + error
                            + (description == null ? "" : ", " + description) + ". "
                            + advice(client, error, description),
                    error,
                    description);
        }
        Secret code = response.code();
        if (code == null) {
            throw failed(
                    client,
                    "the answer has neither a code nor an error. Check that " + client.option("authorizationEndpoint")
                            + " leads to an authorization endpoint.");
        }
        return code;
    }

    private void checkIssuer(ClientRegistration client, AuthorizationResponse response) {
        URI issuer = client.provider().issuer();
        ProviderMetadata server = parts.server().known(client);
        String said = response.issuer();
        boolean missing = said == null && server.issuerInResponse();
        if (missing || (said != null && issuer != null && !said.equals(issuer.toString()))) {
            throw failed(
                    client,
                    "the answer comes from " + (missing ? "nobody knows whom" : "'" + response.shownIssuer() + "'")
                            + " and not from the issuer " + issuer
                            + " (iss, RFC 9207). Check " + client.option("issuer") + ".");
        }
    }

    private static String advice(ClientRegistration client, String error, @Nullable String description) {
        if (description != null && description.contains("Pushed Authorization Request")) {
            return "Set " + client.option("pushedAuthorization") + " = always.";
        }
        return switch (error) {
            case "access_denied" -> "The person, or a rule of the server, has refused.";
            case "invalid_scope" -> "Check " + client.option("scope") + ".";
            case "unauthorized_client", "unsupported_response_type" ->
                "Allow the authorization code flow for this client at the server.";
            case "temporarily_unavailable", "server_error" -> "Try again later.";
            default -> "Begin again, or look into the server's log for the reason.";
        };
    }

    private static SignInFailedException failed(ClientRegistration client, String problem) {
        return new SignInFailedException(client.name(), problem, null);
    }

    private static AccessKey key(ClientRegistration client, String principal) {
        return AccessKey.of(client, Objects.requireNonNull(principal));
    }
}
