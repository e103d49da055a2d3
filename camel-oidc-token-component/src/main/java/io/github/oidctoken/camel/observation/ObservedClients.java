package io.github.oidctoken.camel.observation;

import java.util.Collection;

/** The configured clients of a component. */
public interface ObservedClients {

    /** All of them, by their names. */
    Collection<? extends ObservedClient> observedClients();
}
