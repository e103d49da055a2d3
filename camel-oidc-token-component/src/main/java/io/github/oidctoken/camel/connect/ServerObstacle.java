package io.github.oidctoken.camel.connect;

import java.util.Optional;

/**
 * What only the application's framework knows against its HTTP server: that Camel would take the routes of the connect page and no browser could reach them. It is
 * asked for as a bean of the registry, before routes start. Thread-safe.
 */
@FunctionalInterface
public interface ServerObstacle {

    /** Why nobody could reach the page, and what to change; empty if all is well. */
    Optional<String> obstacle();
}
