package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import org.jspecify.annotations.Nullable;

/** One request to the token endpoint as an observer of the whole world knows it. */
final class Presentation {

    final Machine machine;
    final int life;
    final String attemptId;
    final long announcedAt;
    final long checkedAt;
    final long decidedAt;
    final @Nullable String refreshToken;

    @Nullable
    String issued;

    @Nullable
    Long landedAt;

    @Nullable
    Long endedAt;

    /** When it ended without a conclusive answer; 0 when it did not. */
    long lostAt;

    /**
     * @param attemptId of its intent
     * @param announcedAt the true time just before the intent was written
     * @param checkedAt the true time just before the last read before sending
     * @param decidedAt the true time just before sending
     */
    Presentation(
            Machine machine, String attemptId, long announcedAt, long checkedAt, long decidedAt, TokenRequest request) {
        this.machine = machine;
        this.life = machine.life();
        this.attemptId = attemptId;
        this.announcedAt = announcedAt;
        this.checkedAt = checkedAt;
        this.decidedAt = decidedAt;
        this.refreshToken = request instanceof TokenRequest.ByRefreshToken refresh
                ? refresh.refreshToken().value()
                : null;
    }

    boolean isLost() {
        return lostAt > 0;
    }

    boolean crashed() {
        return endedAt == null && life != machine.life();
    }

    boolean isRunning() {
        return endedAt == null && life == machine.life();
    }
}
