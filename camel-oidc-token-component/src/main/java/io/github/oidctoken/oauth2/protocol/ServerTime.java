package io.github.oidctoken.oauth2.protocol;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time of an authorization server: the {@code Date} (RFC 9110 section 6.6.1) of any answer it gives. Thread-safe.
 */
public final class ServerTime {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Transport transport;

    public ServerTime(Transport transport) {
        this.transport = transport;
    }

    /**
     * Asks for it with a plain GET without credentials; what the server thinks of that does not matter. Blocks for three seconds at most.
     *
     * @return absent when the server cannot be reached or does not say
     */
    public Optional<Instant> ask(URI uri, boolean allowInsecure) {
        try {
            return transport
                    .send(TransportRequest.get(uri, DEADLINE).withAllowInsecure(allowInsecure))
                    .date("Date");
        } catch (TransportException e) {
            return Optional.empty();
        }
    }
}
