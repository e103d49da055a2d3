package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a directory, held by one thread of one JVM on the machine: a lock on the file {@code lock}, which ends with its process.
 *
 * <p>The operating system gives such a lock to a process, and takes it away as soon as the process closes <em>any</em> channel to the file. So within a JVM a
 * monitor goes before it, the same one for all instances and class loaders: the interned name of the lock file's identity.
 */
final class DirectoryLock {

    private static final int PAUSE_MILLIS = 5;
    private static final int ATTEMPTS = 1_000;

    private final Path file;
    private final int attempts;

    DirectoryLock(Path file, int attempts) {
        this.file = file;
        this.attempts = attempts;
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** The lock of a directory; its file is created if it is missing. */
    static DirectoryLock in(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(DirectoryRequirements.OWNER_READS_AND_WRITES));
        } catch (FileAlreadyExistsException e) {
            requireRegularFile(file);
        }
        return new DirectoryLock(file, ATTEMPTS);
    }

    /** Tells a directory without a document from one that is gone, such as an unmounted disk. */
    void requirePresence() throws IOException {
        requireRegularFile(file);
    }

    /**
     * Does the work while nobody else on this machine does any in this directory.
     *
     * @throws IOException if the work does, or if another process has kept the lock for over five seconds
     */
    <T> T hold(Work<T> work) throws IOException {
        Object monitor = identity();
        synchronized (monitor) {
            for (int attempt = 0; attempt < attempts; attempt++) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                        FileLock lock = tryLock(channel)) {
                    if (lock != null) {
                        return work.run();
                    }
                }
                // lets other threads of this JVM try, so that none waits longer than its own attempts
                pause(monitor);
            }
        }
        throw new FileSystemException(
                file.toString(), null, "another process holds the lock; is it stopped, or its disk stuck?");
    }

    private Object identity() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return (DirectoryLock.class.getName() + key).intern();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's; what is waited for is another process
    private static void pause(Object monitor) throws IOException {
        try {
            monitor.wait(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock of another process");
        }
    }

    private static void requireRegularFile(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "not a file");
        }
    }
}
