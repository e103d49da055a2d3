package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.util.Collection;
import java.util.List;
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
        for (TokenEventListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The token event listener {} failed on {} of client '{}'; the token is not affected",
                        listener.getClass().getName(),
                        event.type(),
                        event.client(),
                        e);
            }
        }
    }
}
