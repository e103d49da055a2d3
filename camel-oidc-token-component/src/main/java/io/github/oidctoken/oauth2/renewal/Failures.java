package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.MalformedTokenResponseException;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The exceptions that callers see: what happened, to which client, at which endpoint, what the server said and which option to look at. */
final class Failures {

    private final ClientRegistration client;
    private final String grantType;
    private final @Nullable URI other;

    /** @param grantType what was presented */
    Failures(ClientRegistration client, String grantType) {
        this(client, grantType, null);
    }

    /**
     * Those of an endpoint that is not the token endpoint.
     *
     * @param request what it was asked for
     */
    Failures(ClientRegistration client, String request, @Nullable URI endpoint) {
        this.client = client;
        this.grantType = request;
        this.other = endpoint;
    }

    /** The failure that an outcome other than success means. */
    OidcTokenException of(TokenOutcome outcome) {
        if (outcome instanceof TokenOutcome.Refused refused) {
            return refused(refused);
        }
        if (outcome instanceof TokenOutcome.NotSent notSent) {
            return new TokenRequestNotSentException(
                    client.name(),
                    subject() + "could not be sent: " + sentence(notSent.reason())
                            + " Check that the server is up and can be reached from here, and " + endpointOptions()
                            + ".",
                    notSent.cause(),
                    notSent.heldBackFor());
        }
        if (outcome instanceof TokenOutcome.Unknown unknown) {
            return new TokenOutcomeUnknownException(
                    client.name(),
                    subject() + "was sent, but no conclusive answer came: " + sentence(unknown.reason()),
                    unknown.cause());
        }
        if (outcome instanceof TokenOutcome.Malformed malformed) {
            return new MalformedTokenResponseException(
                    client.name(),
                    subject() + "was answered " + malformed.detail() + ", which is no token response. Check that "
                            + endpointOptions() + " leads to a token endpoint and not to a page or a proxy.");
        }
        throw new IllegalArgumentException("A grant is no failure");
    }

    private TokenRefusedException refused(TokenOutcome.Refused refused) {
        String said = refused.error() == null
                ? "answered " + refused.detail() + ", which is no OAuth answer"
                : "refused: " + refused.status() + " " + refused.error()
                        + (refused.errorDescription() == null ? "" : ", " + sentenceless(refused.errorDescription()));
        return new TokenRefusedException(
                client.name(),
                subject() + "was " + said + ". " + RefusalAdvice.of(client, grantType, refused),
                refused.status(),
                refused.error(),
                refused.errorDescription(),
                refused.retryAfter());
    }

    private String subject() {
        return "Client '" + client.name() + "': the " + grantType + " request to " + endpoint() + " ";
    }

    private String endpoint() {
        URI tokenEndpoint = other != null ? other : client.provider().tokenEndpoint();
        return tokenEndpoint != null
                ? EndpointUri.shown(tokenEndpoint.toString())
                : "the token endpoint of " + client.provider().issuer();
    }

    private String endpointOptions() {
        return client.option("tokenEndpoint") + ", " + client.option("issuer") + " or " + client.option("baseUrl");
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static String sentenceless(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    static TokenRequestNotSentException repositoryUnusable(ClientRegistration client, RepositoryException cause) {
        return new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name()
                        + "': the session cannot be renewed without the token repository: "
                        + cause.getMessage() + ". Check the store that the component's repository option names.",
                cause);
    }

    static ReauthorizationRequiredException reauthorizationRequired(
            ClientRegistration client, @Nullable String reason) {
        return new ReauthorizationRequiredException(
                client.name(),
                "Client '" + client.name() + "': the session has ended" + (reason == null ? "" : " (" + reason + ")")
                        + ". " + remedy(client));
    }

    /** Where somebody has ended the session on purpose. */
    static SignedOutException signedOut(ClientRegistration client, @Nullable String reason) {
        return new SignedOutException(
                client.name(),
                "Client '" + client.name() + "': " + (reason == null ? "signed out" : reason) + ". " + remedy(client));
    }

    /** Who must do what, where a session has ended or is about to. */
    static String remedy(ClientRegistration client) {
        return client.grant() instanceof Grant.RefreshToken
                ? "Get a new refresh token and set " + client.option("refreshToken") + "."
                : client.grant().repeatable() ? "Sign in again." : signIn(client);
    }

    /** Where nothing is wrong but that nobody has signed in, or the sign-in brought no refresh token. */
    static ReauthorizationRequiredException signInRequired(ClientRegistration client, boolean again) {
        String what = again
                ? "the sign-in has come to its end, since the server gave no refresh token with it (many give one only"
                        + " with scope offline_access, or not to public clients). "
                : "nobody has signed in yet. ";
        return new ReauthorizationRequiredException(
                client.name(), "Client '" + client.name() + "': " + what + signIn(client));
    }

    private static String signIn(ClientRegistration client) {
        if (client.grant() instanceof Grant.PresentedPassword) {
            return "That user must log in at the route that leads to oidc-token:" + client.name()
                    + "?storeSession=true.";
        }
        if (client.grant() instanceof Grant.DeviceCode) {
            return "A person must sign in with the code that the route gives which leads to oidc-token:" + client.name()
                    + "?operation=deviceAuthorization.";
        }
        return "A person must sign in, in a browser, at the route that leads to oidc-token:" + client.name()
                + "?operation=authorizationRequest.";
    }
}
