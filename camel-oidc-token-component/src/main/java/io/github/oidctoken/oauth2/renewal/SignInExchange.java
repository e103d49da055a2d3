package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.token.AccessKey;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a person brings, on its way to tokens: presented for that person alone, and never answered with what was given to anybody else. */
interface SignInExchange {

    ClientRegistration client();

    /** Whose tokens they will be, unless the ID token is to say so. */
    AccessKey key();

    RenewalParts parts();

    /** What is presented. */
    String grantType();

    /** Where it runs. */
    Executor executor();

    /**
     * Presents it. Blocks.
     *
     * @throws io.github.oidctoken.oauth2.OidcTokenException if no tokens came, or not for somebody who may sign in
     */
    Exchanged run();

    /** Whose tokens they are, once it is known. */
    default AccessKey owner(Exchanged exchanged) {
        String principal = exchanged.principal();
        return principal == null ? key() : AccessKey.of(client(), principal);
    }

    /** Takes note of the server's time in an answer. */
    default Received received(TokenResponse response, Step.Event.Answered answered) {
        Instant date = response.serverTime();
        if (date != null) {
            parts().server().clock(key().session()).learn(date, answered.sentAt(), answered.sentAtNanos());
        }
        return Received.of(response, answered, client().renewal());
    }

    /**
     * What the server gave.
     *
     * @param subject who has signed in; absent when no ID token was asked for
     * @param principal whose session it is, where the ID token says so; absent where that was known before
     */
    record Exchanged(
            Received received,
            @Nullable String subject,
            @Nullable String principal) {}
}
