package io.github.oidctoken.oauth2.renewal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A renewal that was accepted, as whoever stops the engine sees it. Thread-safe. */
interface StartedRenewal {

    /** Ends it if nothing has been sent for it yet; what was sent goes on. */
    void stop();

    /** Complete once nothing more comes of it; never fails. */
    CompletionStage<Void> ended();

    /** How long it may take to end after {@link #stop}. */
    Duration patience();

    /** Says in the log what may be lost, now that nobody waits for it any longer. */
    void abandoned();
}
