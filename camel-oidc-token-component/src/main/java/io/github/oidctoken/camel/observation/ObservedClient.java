package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A configured client, as those see it who watch over it. Thread-safe. */
public interface ObservedClient {

    /** Its configured name. */
    String name();

    /** Whether all its tokens are the same principal's. */
    boolean isOnePrincipals();

    /** How it stands with its tokens on this node; nothing is read or asked for that. */
    ClientStatus status();

    /** Asks for the tokens that could not be had, as callers would; returns at once. */
    void retry();

    /**
     * How it stands with a principal's token and why.
     *
     * @param principal absent for the client's own
     */
    CompletionStage<Map<String, Object>> explain(@Nullable String principal);

    /**
     * Replaces a principal's token, even if it is still valid.
     *
     * @param principal absent for the client's own
     * @return ends with the renewal
     */
    CompletionStage<?> renew(@Nullable String principal);

    /**
     * Forgets a principal's access token, so that the next caller gets another. The refresh token is not touched.
     *
     * @param principal absent for the client's own
     */
    void invalidate(@Nullable String principal);
}
