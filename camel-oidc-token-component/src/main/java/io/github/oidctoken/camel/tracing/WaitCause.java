package io.github.oidctoken.camel.tracing;

import java.util.Locale;

/** Why an exchange waits for a token. */
public enum WaitCause {
    /** No usable one is held: there was none, or it has ended. */
    NO_USABLE_TOKEN,
    /** The API has refused the one that was sent. */
    REJECTED,
    /** The route asks for a new one. */
    REQUESTED;

    /** The cause in words, such as {@code no usable token}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
