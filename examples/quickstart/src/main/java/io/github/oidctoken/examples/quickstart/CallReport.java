package io.github.oidctoken.examples.quickstart;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.testkit.RecordedCall;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Prints a line for every call that the API sees, and counts. Thread-safe. */
final class CallReport extends EventNotifierSupport implements TokenEventListener {

    private final PrintStream out;
    private final Map<String, TokenEvent> origins = new HashMap<>();
    private String shown = "";
    private int succeeded;
    private int failed;
    private int renewals;
    private int refused;

    CallReport(PrintStream out) {
        this.out = out;
    }

    /** What the component tells of its tokens. */
    @Override
    public synchronized void on(TokenEvent event) {
        if (event.fingerprint() != null) {
            origins.put(event.fingerprint(), event);
        }
        if (event.type() == TokenEvent.Type.RENEWED) {
            renewals++;
        }
    }

    /** What the API sees. */
    synchronized void on(RecordedCall call) {
        if (call.status() == 401) {
            refused++;
        }
        out.println("%4d  %d  token %s  %s"
                .formatted(call.number(), call.status(), call.token(), remark(call))
                .stripTrailing());
        shown = String.valueOf(call.token());
    }

    private String remark(RecordedCall call) {
        if (call.status() == 401) {
            return "refused by the API";
        }
        TokenEvent origin = origins.get(shown.equals(call.token()) ? "" : String.valueOf(call.token()));
        if (origin == null) {
            return "";
        }
        return origin.type() == TokenEvent.Type.OBTAINED
                ? "obtained"
                : "renewed, the last one was " + origin.reason().words();
    }

    /** What Camel tells of the route. */
    @Override
    public synchronized void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeCompletedEvent) {
            succeeded++;
        } else if (event instanceof CamelEvent.ExchangeFailedEvent) {
            failed++;
        }
    }

    synchronized Summary summary() {
        return new Summary(succeeded, failed, renewals, refused);
    }

    /** What came of it. */
    record Summary(int succeeded, int failed, int renewals, int refused) {

        /** Whether the route did not notice that tokens end and get refused. */
        boolean good() {
            return succeeded > 0 && failed == 0 && renewals >= 3 && refused == 1;
        }

        @Override
        public String toString() {
            return succeeded + " calls succeeded, " + failed + " failed; " + renewals + " renewals; " + refused
                    + " forced 401, healed by a renewal";
        }
    }
}
