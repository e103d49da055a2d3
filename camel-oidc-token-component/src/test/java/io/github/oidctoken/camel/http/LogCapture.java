package io.github.oidctoken.camel.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What is logged below a logger while it is open. */
final class LogCapture implements AutoCloseable {

    private final String logger;
    private final Appender appender = new Appender();

    LogCapture(String logger, Level level) {
        this.logger = logger;
        appender.start();
        LoggerConfig config = new LoggerConfig(logger, level, false);
        config.addAppender(appender, level, null);
        configuration().addLogger(logger, config);
        LoggerContext.getContext(false).updateLoggers();
    }

    List<String> lines() {
        return appender.lines;
    }

    @Override
    public void close() {
        configuration().removeLogger(logger);
        LoggerContext.getContext(false).updateLoggers();
        appender.stop();
    }

    private static Configuration configuration() {
        return LoggerContext.getContext(false).getConfiguration();
    }

    private static final class Appender extends AbstractAppender {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Appender() {
            super("capture", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
