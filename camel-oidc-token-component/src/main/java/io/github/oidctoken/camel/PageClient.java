package io.github.oidctoken.camel;

import io.github.oidctoken.camel.connect.ConnectRoutes;
import io.github.oidctoken.camel.connect.ConnectableClient;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.client.ResponseMode;
import io.github.oidctoken.oauth2.renewal.DeviceSignIn;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A client on the connect page; its sign-ins are those of the operations.
 *
 * @param page the path of the page
 */
record PageClient(OidcTokenClient client, SignInCookies cookies, CamelContext context, String page)
        implements ConnectableClient {

    /** Whether a person signs in for it. */
    static boolean isInteractive(OidcTokenClient client) {
        Grant grant = client.registration().grant();
        return grant instanceof Grant.AuthorizationCode || grant instanceof Grant.DeviceCode;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public String server() {
        ProviderMetadata provider = client.registration().provider();
        return Stream.of(provider.issuer(), provider.authorizationEndpoint(), provider.tokenEndpoint())
                .filter(Objects::nonNull)
                .map(URI::getAuthority)
                .findFirst()
                .orElse("");
    }

    @Override
    public @Nullable String obstacle() {
        ClientRegistration registration = client.registration();
        if (!client.isOnePrincipals()) {
            return registration.option("principal")
                    + " is an expression: every principal signs in by a route of yours, with operation="
                    + (redirectUri() == null ? "deviceAuthorization." : "authorizationRequest.");
        }
        URI redirectUri = redirectUri();
        String callback = page + ConnectRoutes.CALLBACK;
        boolean comesHere = redirectUri == null
                || (redirectUri.getPath() != null && redirectUri.getPath().endsWith(callback));
        return comesHere
                ? null
                : "Nobody can connect it from here, since the server would send the browser to " + redirectUri
                        + ". Set "
                        + registration.option("redirectUri") + " to the public address of this site with the path "
                        + callback + ", and register that at the server.";
    }

    /** Whether the session that a person starts here is the one that is meant. */
    boolean connects(ClientRegistration meant) {
        return meant.name().equals(name())
                && meant.principal().equals(client.registration().principal())
                && obstacle() == null;
    }

    @Override
    public @Nullable URI redirectUri() {
        return client.registration().grant() instanceof Grant.AuthorizationCode grant ? grant.redirectUri() : null;
    }

    @Override
    public boolean answersByForm() {
        return client.registration().grant() instanceof Grant.AuthorizationCode grant
                && grant.responseMode() == ResponseMode.FORM_POST;
    }

    @Override
    public CompletionStage<Map<String, Object>> explain() {
        return client.isOnePrincipals() ? client.explain((String) null) : CompletableFuture.completedStage(Map.of());
    }

    @Override
    public CompletionStage<Optional<CodeSignIn>> signInByCode() {
        ClientRegistration registration = client.registration();
        return registration.grant() instanceof Grant.DeviceCode && client.isOnePrincipals()
                ? client.deviceSignIns()
                        .last(registration, registration.principal())
                        .thenApply(last -> last.map(PageClient::onPage))
                : CompletableFuture.completedStage(Optional.empty());
    }

    private static CodeSignIn onPage(DeviceSignIn signIn) {
        if (signIn instanceof DeviceSignIn.Waiting code) {
            return new CodeSignIn.Waiting(
                    code.userCode(), code.verificationUri(), code.verificationUriComplete(), code.expiresAt());
        }
        return new CodeSignIn.Failed(((DeviceSignIn.Failed) signIn).reason());
    }

    @Override
    public CompletionStage<Begun> begin(Message message) {
        ClientRegistration registration = client.registration();
        if (redirectUri() == null) {
            return client.deviceSignIns()
                    .begin(registration, registration.principal())
                    .thenApply(begun -> new Begun.ByCode());
        }
        return client.signIns().begin(registration, registration.principal()).thenApply(started -> {
            cookies.keep(message, registration, SignInCookies.Kept.byPage(started.attempt()));
            return new Begun.AtServer(started.authorizationUri());
        });
    }

    @Override
    public boolean hasBegun(Message message) {
        return obstacle() == null
                && redirectUri() != null
                && ResponseParameters.state(message)
                        .flatMap(state -> cookies.find(message, client.registration(), Secret.of(state)))
                        .filter(SignInCookies.Kept::onPage)
                        .isPresent();
    }

    @Override
    public CompletionStage<?> finish(Exchange exchange) {
        String uri = "oidc-token:" + name() + "?operation=" + OidcTokenOperation.authorizationResponse;
        OidcTokenEndpoint endpoint = context.getEndpoint(uri, OidcTokenEndpoint.class);
        return new AuthorizationResponseProducer(endpoint, client, cookies)
                .processAsync(exchange)
                .thenCompose(done -> {
                    Exception failure = done.getException();
                    done.setException(null);
                    return failure == null
                            ? CompletableFuture.completedFuture(done)
                            : CompletableFuture.failedFuture(failure);
                });
    }

    /** The person's own session at the server stays: it may serve other purposes than ours. */
    @Override
    public CompletionStage<Optional<String>> disconnect() {
        ClientRegistration registration = client.registration();
        return client.signOuts()
                .logOut(registration, registration.principal(), null, null)
                .thenApply(signedOut -> Optional.ofNullable(signedOut.problem()).map(Throwable::getMessage));
    }
}
