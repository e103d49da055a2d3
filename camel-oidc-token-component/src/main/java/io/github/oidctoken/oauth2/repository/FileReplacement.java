package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Replaces a file so that whoever reads it finds the old content or the new one, even after a power failure: temporary file, fsync, atomic rename, fsync of
 * the directory. The file is readable by its owner alone from its first byte on.
 */
class FileReplacement {

    /**
     * Replaces or creates a file of a directory.
     *
     * @throws IOException if it may not have been replaced, or not for good
     */
    void replace(Path directory, String name, byte[] content) throws IOException {
        Path temporary = Files.createTempFile(
                directory,
                name + ".",
                ".tmp",
                PosixFilePermissions.asFileAttribute(DirectoryRequirements.OWNER_READS_AND_WRITES));
        try {
            fill(temporary, content);
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(temporary, e);
            throw e;
        }
        force(directory);
    }

    /** Makes the names in a directory survive a power failure. */
    static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void fill(Path temporary, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void remove(Path temporary, IOException reason) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
