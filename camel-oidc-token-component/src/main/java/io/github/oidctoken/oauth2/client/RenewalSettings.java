package io.github.oidctoken.oauth2.client;

import java.time.Duration;

/**
 * When a client's tokens are renewed and how long anybody waits for it.
 *
 * @param refreshMargin how long before its end a token counts as stale; never more than a quarter of the token's life
 * @param defaultExpiresIn the life of a token whose answer does not say {@code expires_in}
 * @param requestTimeout how long the caller of one token request waits for its answer
 * @param readLimit how long the request itself is read to its end; a late answer still counts
 * @param storeBudget how long a repository may take before it counts as down
 * @param lease how long a node that announced a renewal keeps the right to it
 * @param maxWait how long a caller without a usable token waits
 * @param maxPrincipals how many principals of this client are remembered
 * @param awaitSignIn how long a caller waits for somebody to sign in, where a person must
 * @param keepAlive whether a session that only a person can start is renewed although nobody uses it
 */
public record RenewalSettings(
        Duration refreshMargin,
        Duration defaultExpiresIn,
        Duration requestTimeout,
        Duration readLimit,
        Duration storeBudget,
        Duration lease,
        Duration maxWait,
        int maxPrincipals,
        Duration awaitSignIn,
        boolean keepAlive) {

    /** The settings of a client that sets none of these options. */
    public static final RenewalSettings DEFAULTS = new RenewalSettings(
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            10_000,
            Duration.ZERO,
            false);

    static RenewalSettings of(ClientOptions options) {
        RenewalSettings settings = new RenewalSettings(
                options.duration("refreshMargin", DEFAULTS.refreshMargin),
                options.duration("defaultExpiresIn", DEFAULTS.defaultExpiresIn),
                options.duration("requestTimeout", DEFAULTS.requestTimeout),
                options.duration("readLimit", DEFAULTS.readLimit),
                options.duration("storeBudget", DEFAULTS.storeBudget),
                options.duration("lease", DEFAULTS.lease),
                options.duration("maxWait", DEFAULTS.maxWait),
                options.number("maxPrincipals", DEFAULTS.maxPrincipals),
                options.durationOrZero("awaitSignIn", DEFAULTS.awaitSignIn),
                options.flag("keepAlive"));
        if (settings.requestTimeout.compareTo(settings.readLimit) > 0) {
            throw options.invalid("requestTimeout", "must not be longer than " + options.key("readLimit") + ".");
        }
        if (settings.lease.compareTo(settings.readLimit.plus(settings.storeBudget)) <= 0) {
            throw options.invalid(
                    "lease",
                    "must be longer than " + options.key("readLimit") + " plus " + options.key("storeBudget")
                            + " together: with no time left between the announcement of a request and the request itself,"
                            + " none is ever sent.");
        }
        return settings;
    }
}
