package io.github.oidctoken.testkit.keycloak;

import io.github.oidctoken.testkit.OrphanGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One Java process that runs Keycloak's program (not its launcher script, so that the process id is the server's). Its
 * output is appended to {@code server.log} in its home directory.
 */
final class ServerProcess {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final String MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    private static final List<String> OPENED =
            List.of("java.lang", "java.security", "java.util", "java.util.concurrent");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts Keycloak's program of {@code distribution} with an own home directory (database, realms to import, log). */
    static ServerProcess start(Path distribution, Path home, List<String> arguments) throws IOException {
        Path log = logOf(home);
        ProcessBuilder builder = new ProcessBuilder(command(distribution, home, arguments))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Keycloak reads every KC_ and QUARKUS_ variable as an option; the developer's own must not change the tests.
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("QUARKUS_"));
        return new ServerProcess(builder.start(), log);
    }

    static Path logOf(Path home) {
        return home.resolve("server.log");
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until {@code ready}, looking every 100 ms; fails with the end of the log if the process ends or time is up. */
    void awaitReady(BooleanSupplier ready, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (hasEndedWithin(Duration.ofMillis(100))) {
                throw failure("Keycloak ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw failure("Keycloak was not ready after " + limit.toSeconds() + " s");
            }
        }
    }

    /** Waits for the end of a program that ends by itself. */
    void awaitSuccess(Duration limit) {
        if (!hasEndedWithin(limit)) {
            stop();
            throw failure("Keycloak's program did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("Keycloak's program ended with exit code " + process.exitValue());
        }
    }

    /** Ends the process, by force if it takes too long, and returns when it is gone. */
    void stop() {
        process.destroy();
        if (!hasEndedWithin(GRACE)) {
            kill();
        }
    }

    /** Ends the process by force and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        hasEndedWithin(GRACE);
    }

    private boolean hasEndedWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Keycloak", e);
        }
    }

    private IllegalStateException failure(String message) {
        try {
            String text = Files.readString(log);
            return new IllegalStateException(
                    message + "; its log ends with:\n" + text.substring(Math.max(0, text.length() - 4000)));
        } catch (IOException e) {
            return new IllegalStateException(message + "; its log cannot be read", e);
        }
    }

    private static List<String> command(Path distribution, Path home, List<String> arguments) {
        Path guard = copyGuard(home);
        String classPath = String.join(
                System.getProperty("path.separator"),
                distribution.resolve("lib/quarkus-run.jar").toString(),
                guard.toString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A short-lived server: the quick compiler and the small collector start it in two thirds of the time.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-Dkc.home.dir=" + home,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-cp",
                classPath,
                OrphanGuard.class.getName(),
                String.valueOf(ProcessHandle.current().pid()),
                MAIN));
        command.addAll(arguments);
        return command;
    }

    /** The guard's class alone: nothing else of our class path may reach Keycloak, which reads configuration from it. */
    private static Path copyGuard(Path home) {
        Path folder = home.resolve("guard");
        String resource = "/" + OrphanGuard.class.getName().replace('.', '/') + ".class";
        Path target = folder.resolve(resource.substring(1));
        try (InputStream in = ServerProcess.class.getResourceAsStream(resource)) {
            Files.createDirectories(target.getParent());
            Files.write(target, Objects.requireNonNull(in, resource).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
