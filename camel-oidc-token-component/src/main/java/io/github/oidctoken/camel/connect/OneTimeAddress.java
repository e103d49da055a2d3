package io.github.oidctoken.camel.connect;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that lets the first who opens it onto the page, printed where only the application's operators read: in its log. When it was used, another one
 * is printed for the next who asks. Thread-safe.
 */
final class OneTimeAddress {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectPage.class);

    /** Strangers who knock must not fill the log. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Supplier<String> page;
    private final AtomicReference<@Nullable Secret> token = new AtomicReference<>();
    private long printedAt;

    /** @param page its public address, known when the HTTP server has started */
    OneTimeAddress(Supplier<String> page) {
        this.page = page;
    }

    /** Prints an address, unless one that was printed is unused, or was printed just now. */
    synchronized void print() {
        boolean early = printedAt != 0 && System.nanoTime() - printedAt < PAUSE.toNanos();
        if (token.get() != null || early) {
            return;
        }
        Secret fresh = Secret.of(RandomText.make());
        token.set(fresh);
        printedAt = System.nanoTime();
        LOG.info(
                "Connect page: open {}?token={} to connect clients. The address works once.",
                page.get(),
                fresh.value());
    }

    /** Whether it is the token of the address that was printed last; true only once. */
    boolean redeem(String given) {
        Secret present = token.get();
        return present != null && present.equals(Secret.of(given)) && token.compareAndSet(present, null);
    }
}
