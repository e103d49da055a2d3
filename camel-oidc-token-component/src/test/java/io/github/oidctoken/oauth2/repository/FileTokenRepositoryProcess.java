package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.testkit.repository.Counter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A second JVM that works on a directory of tokens: says {@code ready}, waits for a line, and does what it was told. Killed when closed. */
final class FileTokenRepositoryProcess implements AutoCloseable {

    private static final String COUNT = "count";
    private static final String WRITE = "write";
    private static final int MOST_WRITES = 10_000;

    private final Process process;
    private final BufferedReader output;

    private FileTokenRepositoryProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A JVM that increments the counter {@code counter}, so many times. */
    static FileTokenRepositoryProcess counting(Path directory, int times) throws IOException {
        return start("", COUNT, directory.toString(), Integer.toString(times));
    }

    /** The same in a shell whose umask forbids nothing. */
    static FileTokenRepositoryProcess countingWithoutUmask(Path directory, int times) throws IOException {
        return start("umask 000; ", COUNT, directory.toString(), Integer.toString(times));
    }

    /** A JVM that replaces documents in a loop and says after each write which one is stored. */
    static FileTokenRepositoryProcess writing(Path directory, long seed) throws IOException {
        return start("", WRITE, directory.toString(), Long.toString(seed));
    }

    private static FileTokenRepositoryProcess start(String prelude, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                prelude + "exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                FileTokenRepositoryProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new FileTokenRepositoryProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    FileTokenRepositoryProcess awaitReady() throws IOException {
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("The process said " + line);
        }
        return this;
    }

    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor(2, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    /** Ends the process by SIGKILL after a while, if it has not ended by itself; returns what it has said. */
    List<String> killAfter(int millis) throws InterruptedException {
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The process has ended by itself with " + process.exitValue());
        }
        // unlike the process itself its handle leaves the output open
        process.toHandle().destroyForcibly();
        process.waitFor();
        return output.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself: {@code count DIRECTORY TIMES} or {@code write DIRECTORY SEED}. */
    public static void main(String[] arguments) throws IOException {
        PrintStream say = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TokenRepository repository = FileTokenRepository.open(Path.of(arguments[1]));
        long number = Long.parseLong(arguments[2]);
        // so that the classes are loaded when it begins
        new Counter(repository, "warm", number).increment(3);
        say.println("ready");
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (arguments[0].equals(COUNT)) {
            new Counter(repository, "counter", number).increment((int) number);
        } else {
            write(repository, number, say);
        }
    }

    private static void write(TokenRepository repository, long seed, PrintStream say) {
        Random random = new Random(seed);
        for (int i = 0; i < MOST_WRITES; i++) {
            String key = "document/" + random.nextInt(3);
            Optional<TokenDocument> present = repository.find(key);
            int next = 1 + present.map(FileTokenRepositoryProcess::number).orElse(0);
            DocumentVersion expected = present.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
            TokenDocument document =
                    new TokenDocument("session", expected.next(random), null, payload(next, random.nextInt(1 << 17)));
            if (repository.compareAndSet(key, expected, document)) {
                say.println(key + " " + next);
            }
        }
    }

    private static String payload(int number, int length) {
        return number + ":" + length + ":" + "x".repeat(length) + ":" + number;
    }

    /** The number of a document that is whole. */
    static int number(TokenDocument document) {
        String[] parts = document.payload().split(":", -1);
        if (parts.length != 4 || !parts[0].equals(parts[3]) || parts[2].length() != Integer.parseInt(parts[1])) {
            throw new AssertionError(
                    "Not a whole document: " + document.payload().length() + " characters");
        }
        return Integer.parseInt(parts[0]);
    }
}
