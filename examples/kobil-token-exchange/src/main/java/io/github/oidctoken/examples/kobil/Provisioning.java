package io.github.oidctoken.examples.kobil;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What the route {@code provision} is told by its three runs. Thread-safe. */
final class Provisioning extends EventNotifierSupport {

    private final List<Map<?, ?>> reports = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeEvent about && isOurs(about.getExchange())) {
            if (event instanceof CamelEvent.ExchangeSentEvent sent
                    && sent.getExchange().getMessage().getBody() instanceof Map<?, ?> report) {
                reports.add(report);
            } else if (event instanceof CamelEvent.ExchangeCompletedEvent
                    || event instanceof CamelEvent.ExchangeFailedEvent) {
                done.countDown();
            }
        }
    }

    /** The reports of the dry run and of the two runs in earnest. */
    List<Map<?, ?>> await(long seconds) throws InterruptedException, TimeoutException {
        if (!done.await(seconds, TimeUnit.SECONDS)) {
            throw new TimeoutException("The route 'provision' was not done within " + seconds + " s");
        }
        return List.copyOf(reports);
    }

    private static boolean isOurs(Exchange exchange) {
        return "provision".equals(exchange.getFromRouteId());
    }
}
