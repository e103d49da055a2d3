package io.github.oidctoken.oauth2.renewal.simulation;

/** What can go wrong in a simulated world; only some of it may cost a session. */
public enum Fault {
    REQUEST_DROPPED(false),
    ANSWER_DROPPED(true),
    SLOW_SERVER(false),
    SERVER_BEYOND_READ_LIMIT(true),
    DUPLICATE_DELIVERY(true),
    BAD_GATEWAY(false),
    BAD_GATEWAY_AFTER_PROCESSING(true),
    CONNECT_REFUSED(false),
    SERVER_BUSY(false),
    STORE_FAILS_BEFORE(false),
    STORE_FAILS_AFTER(false),
    STORE_FALSE_AFTER(false),
    STORE_LATE_EFFECT(false),
    STORE_SLOW(false),
    STORE_STALE_READ(false),
    STORE_OUT(false),
    STORE_OUT_FOR_ONE_NODE(true),
    STORE_RESTORED(true),
    CRASH(true),
    PAUSE(true),
    SUSPEND(true),
    WALL_STEP(false),
    SIGN_IN(false),
    SESSION_ENDED(false);

    private final boolean mayCostSession;

    Fault(boolean mayCostSession) {
        this.mayCostSession = mayCostSession;
    }

    /** Whether no client can make up for it on a server that ends a session when a refresh token comes twice. */
    public boolean mayCostSession() {
        return mayCostSession;
    }
}
