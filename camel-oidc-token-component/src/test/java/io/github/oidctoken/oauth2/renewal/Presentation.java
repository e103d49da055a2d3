package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import org.jspecify.annotations.Nullable;

/** One request to the token endpoint as an observer of the whole world knows it. */
final class Presentation {

    final Machine machine;
    final int life;
    final long announcedAt;
    final long decidedAt;
    final @Nullable String refreshToken;

    @Nullable
    String issued;

    @Nullable
    Long landedAt;

    @Nullable
    Long endedAt;

    /**
     * @param announcedAt the true time just before the intent was written
     * @param decidedAt the true time of the last check before sending
     */
    Presentation(Machine machine, long announcedAt, long decidedAt, TokenRequest request) {
        this.machine = machine;
        this.life = machine.life();
        this.announcedAt = announcedAt;
        this.decidedAt = decidedAt;
        this.refreshToken = request instanceof TokenRequest.ByRefreshToken refresh
                ? refresh.refreshToken().value()
                : null;
    }

    boolean crashed() {
        return endedAt == null && life != machine.life();
    }

    boolean isRunning() {
        return endedAt == null && life == machine.life();
    }
}
