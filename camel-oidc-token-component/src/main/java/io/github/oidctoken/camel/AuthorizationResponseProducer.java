package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.AuthorizationResponse;
import io.github.oidctoken.oauth2.renewal.SignedIn;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Takes the answer of the authorization server that a browser brings back, and stores the session. Tokens never reach the browser. */
final class AuthorizationResponseProducer extends AskingProducer {

    private final SignInCookies cookies;

    AuthorizationResponseProducer(OidcTokenEndpoint endpoint, OidcTokenClient client, SignInCookies cookies) {
        super(endpoint, client);
        this.cookies = cookies;
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        ClientRegistration registration = client.registration();
        Message message = exchange.getMessage();
        AuthorizationResponse response =
                ResponseParameters.take(message).orElseThrow(() -> failed("a parameter of the answer came twice."));
        Secret state = response.state();
        if (state == null) {
            throw failed("the answer has no state. This address is for the answers of the authorization server only;"
                    + " a sign-in begins at the route with operation=authorizationRequest.");
        }
        SignInCookies.Kept kept = cookies.find(message, registration, state).orElseThrow(this::notKept);
        CompletionStage<SignedIn> finished = client.signIns()
                .finish(registration, kept.attempt(), response)
                .whenComplete((signedIn, failure) -> {
                    if (!isUnused(failure)) {
                        cookies.forget(message, registration, state);
                    }
                });
        return new PendingResult<>(finished, signedIn -> answer(signedIn, kept.returnTo(), message));
    }

    /** Whether the answer can be brought again, by loading the page once more. */
    private static boolean isUnused(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof TokenRequestNotSentException;
    }

    private static void answer(SignedIn signedIn, @Nullable String returnTo, Message message) {
        SignInResult.tell(signedIn, message);
        if (returnTo != null) {
            ResponseHeaders.redirect(message, returnTo);
        }
    }

    private SignInFailedException notKept() {
        return failed(
                "this browser has not kept the sign-in that the answer belongs to (state): it was begun in another"
                        + " browser or under another host name, more than " + SignInCookies.LONGEST.toMinutes()
                        + " minutes ago, cookies are switched off, or another node took it with other encryption-keys. Begin"
                        + " again.");
    }

    private SignInFailedException failed(String problem) {
        return new SignInFailedException(client.registration().name(), problem, null);
    }
}
