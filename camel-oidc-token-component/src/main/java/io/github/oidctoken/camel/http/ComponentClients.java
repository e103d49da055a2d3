package io.github.oidctoken.camel.http;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/** Finds the clients of a CamelContext: those of its {@code oidc-token} component. */
final class ComponentClients {

    static final String COMPONENT = "oidc-token";

    private ComponentClients() {}

    /** Absent when the component makes none. */
    static Optional<Guards> guards(CamelContext context) {
        return of(context) instanceof Guards guards ? Optional.of(guards) : Optional.empty();
    }

    /** The further components that send HTTP in this context; none when it has no clients. */
    static HttpSchemes schemes(CamelContext context) {
        return arePresent(context) && context.getComponent(COMPONENT) instanceof AuthorizedClients clients
                ? clients.schemes()
                : HttpSchemes.NONE;
    }

    /** Whether the context has the component: looking for it must not make it. */
    static boolean arePresent(CamelContext context) {
        return context.hasComponent(COMPONENT) != null
                || context.getRegistry().lookupByNameAndType(COMPONENT, Component.class) != null;
    }

    static AuthorizedClients of(CamelContext context) {
        if (context.getComponent(COMPONENT) instanceof AuthorizedClients clients) {
            return clients;
        }
        throw new IllegalStateException("The component '" + COMPONENT + "' of CamelContext " + context.getName()
                + " is missing or is not the one of this library: no client can be found. Remove what was registered"
                + " under that name.");
    }
}
