package io.github.oidctoken.oauth2.token;

/**
 * Learns of what happens to tokens. It is called on threads of the engine after the token is published, must be quick and thread-safe; what it throws is
 * logged and harms nothing.
 */
@FunctionalInterface
public interface TokenEventListener {

    void on(TokenEvent event);
}
