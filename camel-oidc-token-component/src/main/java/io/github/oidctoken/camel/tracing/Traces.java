package io.github.oidctoken.camel.tracing;

/** Whether the application could trace at all. */
final class Traces {

    static final boolean ARE_POSSIBLE = isThere("org.apache.camel.telemetry.Tracer");

    private Traces() {}

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, Traces.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
