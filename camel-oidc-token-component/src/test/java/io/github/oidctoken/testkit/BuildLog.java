package io.github.oidctoken.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log of the build, which shows what tests print only if they print it past the file that holds their output. */
public final class BuildLog {

    private BuildLog() {}

    @SuppressWarnings("resource") // the descriptor is not ours to close
    /** Prints a line there, and where the test prints. */
    public static void print(String line) {
        System.out.println(line);
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8).println(line);
    }
}
