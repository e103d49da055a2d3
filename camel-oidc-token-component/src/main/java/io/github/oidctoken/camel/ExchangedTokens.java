package io.github.oidctoken.camel;

import io.github.oidctoken.camel.InputToken.Value;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Tokens got in exchange for those of other clients, which have to be got first. Thread-safe. */
final class ExchangedTokens implements TokenSource {

    private final InputToken subject;
    private final @Nullable InputToken actor;
    private final BiFunction<Value, @Nullable Value, TokenSource> exchanged;

    /** @param exchanged finds the tokens that are given for such a subject and actor token */
    ExchangedTokens(
            InputToken subject, @Nullable InputToken actor, BiFunction<Value, @Nullable Value, TokenSource> exchanged) {
        this.subject = subject;
        this.actor = actor;
        this.exchanged = exchanged;
    }

    @Override
    public @Nullable AccessToken usable() {
        TokenSource present = present();
        return present == null ? null : present.usable();
    }

    @Override
    public AccessToken get() {
        return exchanged
                .apply(subject.get(), actor == null ? null : actor.get())
                .get();
    }

    @Override
    public CompletionStage<AccessToken> request() {
        return given(subject.request()).thenCompose(TokenSource::request);
    }

    /** A resource may refuse the token because the session behind the subject token has ended: then that one is renewed too. */
    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken rejected) {
        return given(subject.request())
                .thenCompose(tokens -> tokens.renew(rejected))
                .exceptionallyCompose(failure -> refused(failure) && subject.tokens() != null
                        ? given(subject.renew()).thenCompose(TokenSource::request)
                        : CompletableFuture.failedFuture(failure));
    }

    @Override
    public void invalidate(AccessToken rejected) {
        TokenSource present = present();
        if (present != null) {
            present.invalidate(rejected);
        }
    }

    private @Nullable TokenSource present() {
        Value subjectToken = subject.usable();
        Value actorToken = actor == null ? null : actor.usable();
        boolean missing = subjectToken == null || (actor != null && actorToken == null);
        return missing ? null : exchanged.apply(subjectToken, actorToken);
    }

    private CompletionStage<TokenSource> given(CompletionStage<Value> subjectToken) {
        return subjectToken.thenCompose(value -> actor == null
                ? CompletableFuture.completedStage(exchanged.apply(value, null))
                : actor.request().thenApply(acting -> exchanged.apply(value, acting)));
    }

    private static boolean refused(Throwable failure) {
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return reason instanceof TokenRefusedException;
    }
}
