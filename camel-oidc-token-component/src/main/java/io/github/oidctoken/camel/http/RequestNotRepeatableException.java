package io.github.oidctoken.camel.http;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The API refused the token, and the request could not be sent once more with a new one, because its body can
 * be read only once. The next exchange gets a new token. The cause is the API's answer, where that was thrown.
 */
public final class RequestNotRepeatableException extends CamelExchangeException {

    private static final long serialVersionUID = 1L;

    RequestNotRepeatableException(String message, Exchange exchange, @Nullable Throwable cause) {
        super(message, exchange, cause);
    }
}
