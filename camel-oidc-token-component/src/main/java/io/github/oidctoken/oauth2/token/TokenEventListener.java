package io.github.oidctoken.oauth2.token;

/**
 * Learns of what happens to tokens. It is called on threads of the engine after the token is published, must be quick and thread-safe; what it throws is
 * logged and harms nothing.
 */
@FunctionalInterface
public interface TokenEventListener {

    void on(TokenEvent event);

    /** Learns what tokens cost. Many may come at once, one for each caller that waited; whoever does not count leaves it as it is. */
    default void measured(TokenMeasurement measurement) {}
}
