package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a token call at its deadline. Thread-safe.
 *
 * <p>An alarm that rings much too late says that the whole JVM stood still. The answer may have come meanwhile, and nobody could read it: the reader then gets
 * a little time before the cut, because an answer that is thrown away can cost a session.
 */
final class CallAlarm implements Runnable {

    private static final Duration LATE = Duration.ofMillis(250);
    private static final Duration LONGEST_GRACE = Duration.ofMillis(500);

    /** Other nodes leave the session alone for a quarter more than the lease, which is longer than the deadline: this part of the deadline is within that. */
    private static final int GRACE_SHARE = 5;

    private final TokenCall call;
    private final ScheduledExecutorService scheduler;
    private final TimeSource time;
    private final long dueNanos;
    private boolean graceGiven;
    private boolean ended;
    private @Nullable Future<?> next;

    private CallAlarm(TokenCall call, ScheduledExecutorService scheduler, TimeSource time) {
        this.call = call;
        this.scheduler = scheduler;
        this.time = time;
        this.dueNanos = time.nanoTime() + call.deadline().toNanos();
    }

    /**
     * Sets the alarm.
     *
     * @throws RejectedExecutionException when the scheduler is shut down
     */
    static CallAlarm set(TokenCall call, ScheduledExecutorService scheduler, TimeSource time) {
        CallAlarm alarm = new CallAlarm(call, scheduler, time);
        alarm.ringIn(call.deadline());
        return alarm;
    }

    @Override
    public synchronized void run() {
        if (ended) {
            return;
        }
        boolean late = time.nanoTime() - dueNanos > LATE.toNanos();
        if (late && !graceGiven) {
            graceGiven = true;
            try {
                ringIn(grace());
                return;
            } catch (RejectedExecutionException stopped) {
                // nobody would cut the call later
            }
        }
        call.expire();
    }

    /** The call has ended by itself. */
    synchronized void stop() {
        ended = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void ringIn(Duration delay) {
        next = scheduler.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Duration grace() {
        Duration share = call.deadline().dividedBy(GRACE_SHARE);
        return share.compareTo(LONGEST_GRACE) < 0 ? share : LONGEST_GRACE;
    }
}
