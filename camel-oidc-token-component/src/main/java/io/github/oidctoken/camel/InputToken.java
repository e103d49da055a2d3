package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A token that an exchange of tokens presents: it came with the message, or is another client's and may have to be waited for.
 *
 * @param fixed what came with the message; absent for a client's
 * @param tokens the other client's; absent for what came with the message
 */
record InputToken(@Nullable Value fixed, @Nullable TokenSource tokens) {

    /**
     * The token itself.
     *
     * @param endsAt by this machine's clock; absent when nobody knows
     */
    record Value(Secret token, @Nullable Instant endsAt) {

        static Value of(AccessToken token) {
            return new Value(Secret.of(token.value()), token.expiresAt());
        }
    }

    static InputToken of(Secret token) {
        return new InputToken(new Value(token, null), null);
    }

    static InputToken of(TokenSource tokens) {
        return new InputToken(null, tokens);
    }

    /** At once; absent when it has to be waited for. */
    @Nullable
    Value usable() {
        return value(TokenSource::usable);
    }

    Value get() {
        Value value = value(TokenSource::get);
        if (value == null) {
            throw new IllegalStateException("A source gives a token or fails");
        }
        return value;
    }

    CompletionStage<Value> request() {
        return stage(TokenSource::request);
    }

    /** Another one than that of a client which the server does not accept any more. */
    CompletionStage<Value> renew() {
        return stage(source -> source.renew(source.usable()));
    }

    private @Nullable Value value(Function<TokenSource, @Nullable AccessToken> how) {
        if (tokens == null) {
            return fixed;
        }
        AccessToken token = how.apply(tokens);
        return token == null ? null : Value.of(token);
    }

    private CompletionStage<Value> stage(Function<TokenSource, CompletionStage<AccessToken>> how) {
        return tokens == null
                ? CompletableFuture.completedStage(fixed)
                : how.apply(tokens).thenApply(Value::of);
    }
}
