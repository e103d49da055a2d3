package io.github.oidctoken.oauth2.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No complete answer came. */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is known of the request's fate. */
    public enum Delivery {
        /** Not a byte of the request reached the server: name resolution, connection, TLS or the pool failed. */
        NOT_SENT,
        /** The request, or a part of it, was sent: the server may have acted on it. */
        UNKNOWN
    }

    private final Delivery delivery;

    public TransportException(Delivery delivery, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.delivery = delivery;
    }

    public Delivery delivery() {
        return delivery;
    }
}
