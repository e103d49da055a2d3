package io.github.oidctoken.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that is logged from DEBUG up while it is open, with the stack traces. */
public final class CapturedLog implements AutoCloseable {

    /**
     * What prints secrets at DEBUG whoever owns them, and is documented as such: Apache HttpClient's protocol traces repeat every byte on the wire, camel-netty every request with its headers, and
     * camel-main prints every property that it sets. The servers of the tests are the other side.
     */
    private static final List<String> LEFT_OUT = List.of(
            "org.apache.hc.client5.http.wire",
            "org.apache.hc.client5.http.headers",
            "org.apache.camel.component.netty",
            "io.netty",
            "org.apache.camel.main.BaseMainSupport",
            "org.apache.camel.main.MainHelper",
            "org.eclipse.jetty",
            "wiremock");

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Level before = root().getLevel();
    private final Lines lines = new Lines();

    private CapturedLog() {
        lines.start();
        Configuration configuration = context.getConfiguration();
        root().addAppender(lines, Level.DEBUG, null);
        root().setLevel(Level.DEBUG);
        LEFT_OUT.forEach(name -> configuration.addLogger(name, new LoggerConfig(name, Level.INFO, true)));
        context.updateLoggers();
    }

    /** Starts to capture. */
    public static CapturedLog open() {
        return new CapturedLog();
    }

    /** All that was logged so far. */
    public String text() {
        return String.join("\n", lines.texts);
    }

    private LoggerConfig root() {
        return context.getConfiguration().getRootLogger();
    }

    @Override
    public void close() {
        root().removeAppender(lines.getName());
        root().setLevel(before);
        LEFT_OUT.forEach(context.getConfiguration()::removeLogger);
        context.updateLoggers();
        lines.stop();
    }

    private static final class Lines extends AbstractAppender {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        Lines() {
            super("captured-log", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            StringWriter text = new StringWriter();
            text.append(event.getLevel() + " " + event.getLoggerName() + " "
                    + event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            texts.add(text.toString());
        }
    }
}
