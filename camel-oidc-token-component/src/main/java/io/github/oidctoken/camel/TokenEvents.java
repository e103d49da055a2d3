package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The consumers of a component that want to hear of events; they come and go with their routes, whichever engine runs. Thread-safe. */
final class TokenEvents implements TokenEventListener {

    private final List<TokenEventListener> consumers = new CopyOnWriteArrayList<>();

    void add(TokenEventListener consumer) {
        consumers.add(consumer);
    }

    void remove(TokenEventListener consumer) {
        consumers.remove(consumer);
    }

    @Override
    public void on(TokenEvent event) {
        consumers.forEach(consumer -> consumer.on(event));
    }
}
