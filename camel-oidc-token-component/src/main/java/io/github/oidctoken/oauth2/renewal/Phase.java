package io.github.oidctoken.oauth2.renewal;

/** One stretch of a session's renewal: it names its first step and answers every event with the next. */
interface Phase {

    Step begin();

    Step on(Step.Event event);

    /** Whether nothing is lost when the renewal ends here: no request is out, and no answer waits to be stored. */
    default boolean mayBeLeft() {
        return true;
    }

    /** An event that no step of this phase can bring: a fault of whoever drives the renewal. */
    default IllegalStateException unexpected(Step.Event event) {
        return new IllegalStateException(getClass().getSimpleName() + " does not expect "
                + event.getClass().getSimpleName());
    }
}
