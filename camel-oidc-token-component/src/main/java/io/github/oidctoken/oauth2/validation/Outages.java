package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that have just failed, so that not everybody waits for one that is down. After two failures in a row nobody asks for a second; then one at a time
 * tries whether it works again, while the others are told what was wrong last. Thread-safe.
 */
final class Outages {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int FAILURES = 2;

    private final TimeSource time;
    private final ConcurrentMap<URI, Endpoint> endpoints = new ConcurrentHashMap<>();

    Outages(TimeSource time) {
        this.time = time;
    }

    /** Why an endpoint is not to be asked now; absent when it may be, and then {@link #saw} must follow. */
    @Nullable
    String enter(URI uri) {
        Endpoint endpoint = endpoints.get(uri);
        return endpoint == null ? null : endpoint.enter();
    }

    /**
     * Takes note of how an endpoint that was asked has done.
     *
     * @param problem what was wrong; absent when it answered
     */
    void saw(URI uri, @Nullable String problem) {
        if (problem == null) {
            endpoints.remove(uri);
        } else {
            endpoints.computeIfAbsent(uri, unseen -> new Endpoint()).failed(problem);
        }
    }

    /** One that has failed at least once since it last answered. */
    private final class Endpoint {

        private int failures;
        private boolean probing;
        private long untilNanos;
        private String problem = "";

        private synchronized @Nullable String enter() {
            if (failures < FAILURES) {
                return null;
            }
            if (probing || time.nanoTime() - untilNanos < 0) {
                return problem;
            }
            probing = true;
            return null;
        }

        private synchronized void failed(String seen) {
            failures++;
            problem = seen;
            probing = false;
            untilNanos = time.nanoTime() + PAUSE.toNanos();
        }
    }
}
