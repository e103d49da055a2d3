package io.github.oidctoken.camel;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a failure shows to whoever prints it. */
final class Failures {

    private Failures() {}

    /** All messages of the failure, its causes and what it suppressed, as a stack trace prints them. */
    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
