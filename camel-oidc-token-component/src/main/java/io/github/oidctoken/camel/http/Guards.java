package io.github.oidctoken.camel.http;

import org.apache.camel.spi.AuthorizationPolicy;

/** Makes the policies that let only exchanges with a valid token into a route. */
public interface Guards {

    /**
     * A policy that demands a token of whoever calls.
     *
     * @param reference a client's name, and the options of the endpoint behind a question mark
     */
    AuthorizationPolicy guard(String reference);
}
