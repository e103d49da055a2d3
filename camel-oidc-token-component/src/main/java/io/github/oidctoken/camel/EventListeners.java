package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of an application as one: each hears every event, whatever the others throw. */
final class EventListeners implements TokenEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventListeners.class);

    private final List<TokenEventListener> listeners;

    EventListeners(Collection<TokenEventListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void on(TokenEvent event) {
        tell(listener -> listener.on(event), event.type(), event.client());
    }

    @Override
    public void measured(TokenMeasurement measurement) {
        tell(listener -> listener.measured(measurement), measurement.getClass().getSimpleName(), measurement.client());
    }

    private void tell(Consumer<TokenEventListener> what, Object about, String client) {
        for (TokenEventListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The token event listener {} failed on {} of client '{}'; the token is not affected",
                        listener.getClass().getName(),
                        about,
                        client,
                        e);
            }
        }
    }
}
