package io.github.oidctoken.camel.http;

import java.net.URI;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Knows what one kind of HTTP producer will really call: an endpoint's URI is only the default, message headers can
 * change it.
 */
interface EffectiveUri {

    /**
     * What the producer will call for this exchange; absent when that cannot be told for certain. The exchange is left
     * as it is.
     */
    @Nullable
    URI of(Exchange exchange);

    /** Makes the message one whose headers alone decide what the request carries, before a token is put on them. */
    default void detach(Exchange exchange) {}
}
