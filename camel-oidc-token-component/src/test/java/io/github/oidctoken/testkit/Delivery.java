package io.github.oidctoken.testkit;

/** What became of an answer, as far as the server can see. */
public enum Delivery {
    /** The answer exists and waits: see {@link StrictAuthorizationServer#holdNext()}. */
    PENDING,
    /** Handed to the network without an error; whether the other side read it, no server knows. */
    DELIVERED,
    /** Lost on purpose, or the connection was gone when the answer was written. */
    LOST
}
