package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps documents in a directory of a local disk, one file each, for the JVMs of one machine. A file is replaced as a whole, so that neither a crash nor
 * a power failure leaves half a document; all writers take turns by a lock on the directory.
 *
 * <p>Directory (0700) and files (0600) belong to the user that runs the JVM alone. A directory that others may enter, a file system without POSIX
 * permissions, and network file systems, whose locks and renames do not hold across machines, are refused. Thread-safe; reads do not wait for writers.
 * {@link #keys} and {@link #purge} read every file. There is nothing to close.
 */
public final class FileTokenRepository implements TokenRepository {

    private final Path directory;
    private final DocumentFiles files;
    private final DirectoryLock lock;

    private FileTokenRepository(Path directory, DocumentFiles files, DirectoryLock lock) {
        this.directory = directory;
        this.files = files;
        this.lock = lock;
    }

    /**
     * The repository in a directory, which is created if it is missing; its parent must exist.
     *
     * @throws RepositoryException if the directory cannot keep documents safely; the message says why and what to do
     */
    public static FileTokenRepository open(Path directory) {
        return open(directory, DirectoryRequirements.ofThisMachine(), new FileReplacement());
    }

    static FileTokenRepository open(Path directory, DirectoryRequirements requirements, FileReplacement replacement) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            requirements.prepare(absolute);
            DirectoryLock lock = DirectoryLock.in(absolute);
            DocumentFiles files = new DocumentFiles(absolute, replacement);
            lock.hold(files::removeLeftovers);
            return new FileTokenRepository(absolute, files, lock);
        } catch (IOException e) {
            throw DirectoryFault.explain(absolute, "opened", e);
        }
    }

    @Override
    public Optional<TokenDocument> find(String key) {
        try {
            Optional<TokenDocument> found = files.read(key);
            if (found.isEmpty()) {
                lock.requirePresence();
            }
            return found;
        } catch (IOException e) {
            throw DirectoryFault.explain(directory, "read", e);
        }
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        byte[] content = files.encode(key, document);
        try {
            return lock.hold(() -> {
                DocumentVersion present =
                        files.read(key).map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
                if (!present.equals(expected)) {
                    return false;
                }
                files.write(key, content);
                return true;
            });
        } catch (IOException e) {
            throw DirectoryFault.explain(directory, "written", e);
        }
    }

    @Override
    public List<String> keys(String prefix) {
        try {
            lock.requirePresence();
            List<String> keys = new ArrayList<>();
            for (Path file : files.list()) {
                files.read(file)
                        .map(DocumentFileContent::key)
                        .filter(key -> key.startsWith(prefix))
                        .ifPresent(keys::add);
            }
            return keys;
        } catch (IOException e) {
            throw DirectoryFault.explain(directory, "read", e);
        }
    }

    /** {@inheritDoc} A file that cannot be read is never removed; it is reported after the others have been dealt with. */
    @Override
    public int purge(Instant before) {
        try {
            lock.hold(files::removeLeftovers);
            int removed = 0;
            List<RepositoryException> unreadable = new ArrayList<>();
            for (Path file : files.list()) {
                try {
                    removed += purge(file, before) ? 1 : 0;
                } catch (RepositoryException e) {
                    unreadable.add(e);
                }
            }
            if (!unreadable.isEmpty()) {
                throw new RepositoryException(
                        "%d expired documents were removed from %s, but %d files could not be read; the first: %s"
                                .formatted(
                                        removed,
                                        directory,
                                        unreadable.size(),
                                        unreadable.get(0).getMessage()),
                        unreadable.get(0));
            }
            return removed;
        } catch (IOException e) {
            throw DirectoryFault.explain(directory, "purged", e);
        }
    }

    private boolean purge(Path file, Instant before) throws IOException {
        // looked at twice, so that a directory full of documents that stay is not locked for long
        return expired(file, before)
                && lock.hold(() -> {
                    boolean still = expired(file, before);
                    if (still) {
                        files.remove(file);
                    }
                    return still;
                });
    }

    private boolean expired(Path file, Instant before) throws IOException {
        Instant end =
                files.read(file).map(content -> content.document().expiresAt()).orElse(null);
        return end != null && end.isBefore(before);
    }

    @Override
    public String toString() {
        return "FileTokenRepository[" + directory + "]";
    }
}
