package io.github.oidctoken.oauth2.client;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a client judges tokens that others present.
 *
 * @param method absent when it follows from what is known of the server: JWT where there are keys, else introspection
 * @param clockSkew how far the clocks of server and node may differ
 * @param introspectionCache how long an answer that a token is active is used again, never beyond the token's end; zero for not at all
 */
public record ValidationSettings(@Nullable ValidationMethod method, Duration clockSkew, Duration introspectionCache) {

    /** The settings of a client that sets none of these options. */
    public static final ValidationSettings DEFAULTS =
            new ValidationSettings(null, Duration.ofSeconds(30), Duration.ofSeconds(10));

    static ValidationSettings of(ClientOptions options) {
        return new ValidationSettings(
                method(options),
                options.durationOrZero("clockSkew", DEFAULTS.clockSkew),
                options.durationOrZero("introspectionCache", DEFAULTS.introspectionCache));
    }

    private static @Nullable ValidationMethod method(ClientOptions options) {
        String written = options.text("validation");
        if (written == null) {
            return null;
        }
        try {
            return ValidationMethod.valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw options.invalid("validation", "must be jwt, introspection, both or audience-only.");
        }
    }
}
