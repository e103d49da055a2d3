package io.github.oidctoken.camel;

import io.github.oidctoken.camel.connect.ConnectRoutes;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The connect page of a component, if its options want one. It is served by routes among those of the application, also where one of these has made the
 * component; only while the application runs the page comes later. Thread-safe.
 */
final class PageMount extends LifecycleStrategySupport implements StartupListener, Ordered {

    private final OidcTokenComponent component;
    private final AtomicBoolean mounted = new AtomicBoolean();
    private volatile @Nullable ConnectRoutes routes;

    PageMount(OidcTokenComponent component) {
        this.component = component;
    }

    /** The options are bound by now, and no route is made yet. */
    @Override
    public void onContextInitializing(CamelContext context) {
        mount();
    }

    /** The component may have been made by a route; all routes of the application are made by now, and none has started. */
    @Override
    public void onContextInitialized(CamelContext context) {
        if (!mounted.get()) {
            mount();
            ConnectRoutes present = routes;
            if (present != null) {
                present.join();
            }
        }
    }

    /** Services have started by now, the routes have not. */
    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
        ConnectRoutes present = routes;
        if (present != null && !alreadyStarted) {
            try {
                present.requireServer();
            } catch (IllegalStateException e) {
                throw unserved(e);
            }
        }
    }

    /** Camel tells that again of all routes that come later, those of the page too. */
    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (alreadyStarted && component.getConnectPage() != null && !mounted.get()) {
            serve();
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        serve();
    }

    /** After Camel's own listener, which starts services. */
    @Override
    public int getOrder() {
        return LOWEST;
    }

    /** Where people connect a client, for messages; empty if not on a page here, or not for that principal. */
    Optional<String> address(ClientRegistration client) {
        ConnectRoutes present = routes;
        if (present == null || component.pageClients().stream().noneMatch(one -> one.connects(client))) {
            return Optional.empty();
        }
        return Optional.of(present.address());
    }

    private void serve() {
        mount();
        ConnectRoutes present = routes;
        if (present != null) {
            present.announce();
        }
    }

    private void mount() {
        String path = component.getConnectPage();
        if (path != null && mounted.compareAndSet(false, true)) {
            ServiceHelper.initService(component);
            CamelContext context = component.getCamelContext();
            String guard = component.getConnectGuard();
            try {
                routes = ConnectRoutes.mount(
                        context, path, guard == null ? null : new ConnectGuard(context, guard), component::pageClients);
            } catch (IllegalStateException e) {
                throw unserved(e);
            } catch (IllegalArgumentException e) {
                throw OptionName.ofComponent("connectPage").wrong(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static ComponentConfigurationException unserved(IllegalStateException cause) {
        return new ComponentConfigurationException(
                WrittenKeys.PREFIX + "connect-page", String.valueOf(cause.getMessage()), cause);
    }
}
