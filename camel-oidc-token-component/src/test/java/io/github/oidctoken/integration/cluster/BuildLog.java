package io.github.oidctoken.integration.cluster;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log of the build, which shows what tests print only if they print it past the file that holds their output. */
final class BuildLog {

    private BuildLog() {}

    @SuppressWarnings("resource") // the descriptor is not ours to close
    static void print(String line) {
        System.out.println(line);
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8).println(line);
    }
}
