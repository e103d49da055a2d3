package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds where the connect page is to what is told of a session that needs a person. Thread-safe.
 *
 * @param addresses of the page, by the client's name
 */
record ConnectHint(Function<String, Optional<String>> addresses, TokenEventListener listener)
        implements TokenEventListener {

    /** Where the engine tells the rest of it. */
    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    @Override
    public void on(TokenEvent event) {
        boolean needsPerson = event.type() == TokenEvent.Type.REAUTHORIZATION_REQUIRED
                || event.type() == TokenEvent.Type.REFRESH_TOKEN_EXPIRING;
        Optional<String> address = needsPerson ? addresses.apply(event.client()) : Optional.empty();
        address.ifPresent(page -> LOG.warn("Client '{}': a person can connect it at {}", event.client(), page));
        listener.on(address.map(page -> at(page, event)).orElse(event));
    }

    private static TokenEvent at(String page, TokenEvent event) {
        String told = event.failure() == null ? "" : event.failure() + " ";
        return new TokenEvent(
                event.type(),
                event.client(),
                event.reason(),
                event.fingerprint(),
                event.previousFingerprint(),
                event.expiresAt(),
                event.took(),
                told + "Connect it at " + page + ".");
    }

    @Override
    public void measured(TokenMeasurement measurement) {
        listener.measured(measurement);
    }
}
