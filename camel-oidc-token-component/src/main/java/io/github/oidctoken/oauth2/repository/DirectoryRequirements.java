package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a directory must be to keep tokens: on a local disk, with POSIX permissions, for its owner alone, writable. */
final class DirectoryRequirements {

    static final Set<PosixFilePermission> OWNER_READS_AND_WRITES = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final Pattern NETWORK = Pattern.compile("(fuse\\.)?"
            + "(nfs\\d*|cifs|smb\\w*|afs|afpfs|ncpfs|9p|ceph|ceph-fuse|glusterfs|lustre|gpfs|beegfs|sshfs|webdav|davfs2?"
            + "|s3fs|goofys|gcsfuse|blobfuse2?|rclone|mount-s3|juicefs)");

    private final FileStoreType types;

    DirectoryRequirements(FileStoreType types) {
        this.types = types;
    }

    /** The type of the file system that a path is on, such as {@code ext4} or {@code nfs4}. */
    @FunctionalInterface
    interface FileStoreType {
        String of(Path path) throws IOException;
    }

    static DirectoryRequirements ofThisMachine() {
        return new DirectoryRequirements(path -> Files.getFileStore(path).type());
    }

    /**
     * Creates the directory if it is missing and checks it.
     *
     * @throws RepositoryException if it cannot keep tokens
     */
    void prepare(Path directory) throws IOException {
        boolean missing = Files.notExists(directory, LinkOption.NOFOLLOW_LINKS);
        Path present = missing ? directory.getParent() : directory;
        if (present == null || !Files.isDirectory(present)) {
            throw refused(
                    directory,
                    missing ? "its parent directory does not exist" : "it is not a directory",
                    missing ? "Create " + present + ", or name a directory in one that exists" : "Name another one");
        }
        requireLocal(directory, types.of(present));
        requirePosix(directory, present);
        if (missing) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            FileReplacement.force(present);
        }
        requireOwnerOnly(directory);
    }

    private static void requireLocal(Path directory, String type) {
        if (NETWORK.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
            throw refused(
                    directory,
                    "it is on a network file system (" + type + "), whose locks do not keep nodes apart reliably",
                    "Name a directory on a local disk, or let the nodes share a database instead");
        }
    }

    private static void requirePosix(Path directory, Path present) {
        if (Files.getFileAttributeView(present, PosixFileAttributeView.class) == null) {
            throw refused(
                    directory,
                    "its file system has no POSIX permissions, so that other users could read the tokens",
                    "Keep them in a database instead");
        }
    }

    private static void requireOwnerOnly(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw refused(
                    directory,
                    "other users may enter it (" + PosixFilePermissions.toString(permissions) + ")",
                    "Run chmod 700 on it, or name a directory inside it, which is then created for its owner alone");
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory) || !Files.isWritable(directory)) {
            throw refused(
                    directory,
                    "it is read-only for " + System.getProperty("user.name"),
                    "Make that user its owner, with permissions 0700, on a file system that is mounted for writing");
        }
    }

    private static RepositoryException refused(Path directory, String why, String whatToDo) {
        return new RepositoryException(
                "The token directory %s cannot be used: %s. %s.".formatted(directory, why, whatToDo), null);
    }
}
