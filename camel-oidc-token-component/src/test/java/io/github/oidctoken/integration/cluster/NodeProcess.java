package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.testkit.OrphanGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster: one JVM after another under the same name. All that they have told is kept. Thread-safe. No JVM outlives the test's, however that
 * ends: {@link OrphanGuard}.
 */
final class NodeProcess implements AutoCloseable {

    private final String name;
    private final Path settings;
    private final List<NodeLine> told = new CopyOnWriteArrayList<>();
    private final List<String> otherOutput = new CopyOnWriteArrayList<>();
    private @Nullable Process process;
    private @Nullable Process pause;
    private Instant startedAt = Instant.MAX;

    /** @param settings what {@link ClusterNode} needs, but for its name */
    NodeProcess(String name, Path directory, Map<String, String> settings) throws IOException {
        this.name = name;
        this.settings = directory.resolve(name + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty(ClusterNode.NAME, name);
        try (OutputStream out = Files.newOutputStream(this.settings)) {
            properties.store(out, null);
        }
    }

    String name() {
        return name;
    }

    synchronized void start() throws IOException {
        startedAt = Instant.now();
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xms48m",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanGuard.class.getName(),
                        String.valueOf(ProcessHandle.current().pid()),
                        ClusterNode.class.getName(),
                        settings.toString())
                .redirectErrorStream(true)
                .start();
        process = started;
        Thread reader = new Thread(() -> read(started), name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Ends the JVM by SIGKILL and returns when it is gone. */
    synchronized void kill() throws InterruptedException {
        if (process != null) {
            // unlike the process itself its handle leaves the output open
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    /**
     * Stops the JVM by SIGSTOP and lets it go on after a while. A process of its own does both, so that nothing stays stopped when the test is killed.
     *
     * @return the process, which ends when the JVM goes on
     */
    synchronized Process stopFor(Duration duration) throws IOException {
        if (process == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        pause = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "kill -STOP $0 && echo stopped && sleep $1 && kill -CONT $0",
                        Long.toString(process.pid()),
                        String.valueOf(duration.toMillis() / 1000.0))
                .redirectErrorStream(true)
                .start();
        String answer = pause.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"stopped".equals(answer)) {
            throw new IOException(name + " could not be stopped: " + answer);
        }
        return pause;
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it makes calls: it has been started, has got a first call through and is not stopped. */
    synchronized boolean isRunning() {
        return process != null && process.isAlive() && (pause == null || !pause.isAlive()) && hasCalledSince(startedAt);
    }

    /** Whether a call that began after that moment has got through. */
    boolean hasCalledSince(Instant moment) {
        return told().anyMatch(
                        line -> line.kind() == NodeLine.Kind.CALL && line.at().isAfter(moment));
    }

    /** All that the node has told, in the order of its lines. */
    Stream<NodeLine> told() {
        return told.stream();
    }

    Stream<NodeLine> told(NodeLine.Kind kind) {
        return told().filter(line -> line.kind() == kind);
    }

    /** What it has printed beside that: exceptions, for example. */
    List<String> otherOutput() {
        return new ArrayList<>(otherOutput);
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Waits for the end of the JVM after {@link #close()}. */
    synchronized void awaitEnd() throws InterruptedException {
        if (process != null && !process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " cannot be ended");
        }
    }

    private void read(Process from) {
        try (BufferedReader lines = from.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String other = line;
                NodeLine.parse(line).ifPresentOrElse(told::add, () -> otherOutput.add(other));
            }
        } catch (IOException closed) {
            otherOutput.add(new UncheckedIOException(closed).toString());
        }
    }
}
