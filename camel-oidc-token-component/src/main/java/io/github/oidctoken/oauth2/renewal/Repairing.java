package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;

/**
 * The repository shows an older session than this JVM has seen: a restored backup, or a replica that lags. The newer one is written over it, as it was,
 * but for an intent that stands there: its holder keeps the right to it. Over a replica's answer that write fails, and the next read tells.
 */
final class Repairing implements Phase {

    private final SessionRenewal renewal;
    private final Stored older;

    Repairing(SessionRenewal renewal, Stored older) {
        this.renewal = renewal;
        this.older = older;
    }

    @Override
    public Step begin() {
        return renewal.write(older.version(), renewal.memory().newest().withIntentOf(older.document()));
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Wrote wrote && wrote.stored()) {
            return renewal.enter(new Reading(renewal));
        }
        if (event instanceof Step.Event.Wrote || event instanceof Step.Event.WriteFailed) {
            return RetryPause.repository(renewal.settings().lease()).step();
        }
        if (event instanceof Step.Event.Resumed) {
            return renewal.enter(new Reading(renewal));
        }
        throw unexpected(event);
    }
}
