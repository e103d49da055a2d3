package io.github.oidctoken.camel;

import io.github.oidctoken.camel.connect.ConnectRoutes;
import org.jspecify.annotations.Nullable;

/** The connect page of a component, if its options want one. Confined to the thread that starts the context. */
final class PageMount {

    private final OidcTokenComponent component;
    private @Nullable ConnectRoutes routes;

    PageMount(OidcTokenComponent component) {
        this.component = component;
    }

    /** Adds the routes of the page; they must be there before the context makes routes, and the options are bound then. */
    void mount() {
        String path = component.getConnectPage();
        if (path != null && routes == null) {
            routes = ConnectRoutes.mount(
                    component.getCamelContext(), path, component.getConnectGuard(), component::pageClients);
        }
    }

    /** Says where the page is, once all has started. */
    void announce() {
        mount();
        if (routes != null) {
            routes.announce();
        }
    }
}
