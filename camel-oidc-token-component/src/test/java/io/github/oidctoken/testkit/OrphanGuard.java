package io.github.oidctoken.testkit;

import java.util.Arrays;

/**
 * The main class of a Java process that a test starts: ends it when the process that started it is gone, so that a killed test
 * run leaves nothing behind. Arguments: the parent's process id, the main class to run, its arguments.
 */
public final class OrphanGuard {

    private OrphanGuard() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        ProcessHandle parent = ProcessHandle.of(Long.parseLong(args[0]))
                .orElseThrow(() -> new IllegalStateException("The parent process is gone"));
        Thread watch = new Thread(() -> haltAfter(parent), "orphan-guard");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 2, args.length));
    }

    private static void haltAfter(ProcessHandle parent) {
        parent.onExit().join();
        Runtime.getRuntime().halt(1);
    }
}
