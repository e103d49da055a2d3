package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what an I/O error means for a directory of tokens, and what to do. */
final class DirectoryFault {

    private DirectoryFault() {}

    /** The exception for an operation, such as {@code written}, that has failed. */
    static RepositoryException explain(Path directory, String operation, IOException error) {
        return new RepositoryException(
                "The token directory %s could not be %s: %s".formatted(directory, operation, meaning(error)), error);
    }

    private static String meaning(IOException error) {
        String reason = reason(error);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (error instanceof AccessDeniedException || lower.contains("read-only")) {
            return "access is denied (%s). Make %s its owner, with permissions 0700, on a file system mounted for writing."
                    .formatted(error.getMessage(), System.getProperty("user.name"));
        }
        if (error instanceof NoSuchFileException) {
            return "%s is gone. Mount or restore the directory; if its content is lost, restart to begin anew."
                    .formatted(error.getMessage());
        }
        if (lower.contains("no space") || lower.contains("quota")) {
            return "the disk is full (%s). Free some space; what was stored before is unharmed.".formatted(reason);
        }
        if (error instanceof ClosedByInterruptException || error instanceof InterruptedIOException) {
            return "the thread was interrupted.";
        }
        return "%s (%s)".formatted(error.getMessage(), error.getClass().getSimpleName());
    }

    private static String reason(IOException error) {
        String reason = error instanceof FileSystemException detailed ? detailed.getReason() : error.getMessage();
        return reason == null ? error.getClass().getSimpleName() : reason;
    }
}
