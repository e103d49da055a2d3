package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTokenRepositoryDirectoryTest {

    private final TokenDocument document =
            new TokenDocument("session", new DocumentVersion("1-0f"), Instant.EPOCH, "x");
    private final TokenDocument later = new TokenDocument("session", new DocumentVersion("2-0f"), Instant.EPOCH, "y");

    private final Path parent;

    FileTokenRepositoryDirectoryTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @Test
    void directoryAndFilesAreForTheirOwnerAlone() throws IOException {
        FileTokenRepository repository = open();
        repository.compareAndSet("k", DocumentVersion.ABSENT, document);
        repository.compareAndSet("k", document.version(), later);

        assertThat(permissions(tokens())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(tokens())) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void aFileThatSomebodyHasOpenedToOthersIsClosedAgainByTheNextWrite() throws IOException {
        FileTokenRepository repository = open();
        repository.compareAndSet("k", DocumentVersion.ABSENT, document);
        Path file = document();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        repository.compareAndSet("k", document.version(), later);

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rwxrwx---"})
    void aDirectoryThatOthersMayEnterIsRefused(String permissions) throws IOException {
        Files.createDirectory(tokens());
        Files.setPosixFilePermissions(tokens(), PosixFilePermissions.fromString(permissions));

        refusal(this::open, permissions, "chmod 700");
        assertThat(permissions(tokens())).isEqualTo(permissions);
        assertThat(tokens()).isEmptyDirectory();
    }

    @Test
    void anExistingDirectoryOfTheOwnerAloneIsTaken() throws IOException {
        Files.createDirectory(
                tokens(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThat(open().keys("")).isEmpty();
    }

    @Test
    void aMissingParentIsNotCreated() {
        Path missing = parent.resolve("no").resolve("tokens");

        refusal(
                () -> FileTokenRepository.open(missing),
                "parent directory does not exist",
                "Create " + parent.resolve("no"));
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.writeString(tokens(), "x");

        refusal(this::open, "it is not a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "NFS", "fuse.sshfs", "fuse.s3fs", "ceph", "9p"})
    void networkFileSystemsAreRefusedBeforeAnythingIsWritten(String type) {
        refusal(() -> open(type, new FileReplacement()), "network file system (" + type + ")", "database");
        assertThat(parent).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuse.fuse-overlayfs", "virtiofs"})
    void localFileSystemsAreTaken(String type) {
        assertThat(open(type, new FileReplacement()).keys("")).isEmpty();
    }

    @Test
    void aReadOnlyDirectoryIsRefused() throws IOException {
        Files.createDirectory(tokens());
        Files.setPosixFilePermissions(tokens(), PosixFilePermissions.fromString("r-x------"));
        assumeThat(Files.isWritable(tokens())).as("root may write everywhere").isFalse();

        refusal(this::open, "read-only for " + System.getProperty("user.name"), "0700");
    }

    @Test
    void aWriteThatIsDeniedSaysWhoShouldOwnTheDirectory() {
        FileTokenRepository repository = open("ext4", failing(new AccessDeniedException("k.json")));

        refusal(
                () -> repository.compareAndSet("k", DocumentVersion.ABSENT, document),
                "access is denied (k.json)",
                "Make " + System.getProperty("user.name") + " its owner");
    }

    @Test
    void aWriteToAMediumThatBecameReadOnlySaysSo() {
        FileTokenRepository repository =
                open("ext4", failing(new FileSystemException("k.json", null, "Read-only file system")));

        refusal(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document), "mounted for writing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void aFullDiskIsNamedAsSuchAndTheOldDocumentStays(String reason) {
        open().compareAndSet("k", DocumentVersion.ABSENT, document);
        FileTokenRepository full = open("ext4", failing(new IOException(reason)));

        refusal(
                () -> full.compareAndSet("k", document.version(), later),
                "the disk is full (" + reason + ")",
                "Free some space");
        assertThat(full.find("k")).contains(document);
    }

    @Test
    void aDirectoryThatIsGoneIsNotAnEmptyOne() throws IOException {
        FileTokenRepository repository = open();
        repository.compareAndSet("k", DocumentVersion.ABSENT, document);
        Files.move(tokens(), parent.resolve("elsewhere"));

        refusal(() -> repository.find("k"), "gone");
        refusal(() -> repository.keys(""), "gone");
        refusal(() -> repository.purge(Instant.MAX), "gone");
        refusal(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document), "gone");
        Files.createDirectory(tokens());
        refusal(() -> repository.find("k"), "gone");
        refusal(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document), "gone");
    }

    @Test
    void aLockThatIsNeverFreedEndsInAnErrorInsteadOfAWait() throws IOException {
        open();
        Path file = tokens().resolve("lock");
        DirectoryLock impatient = new DirectoryLock(file, 3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> impatient.hold(() -> "done"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("another process holds the lock");
        }
        assertThat(impatient.<String>hold(() -> "done")).isEqualTo("done");
    }

    @Test
    void anInterruptedThreadGetsAnErrorAndKeepsItsInterruption() {
        FileTokenRepository repository = open();
        Thread.currentThread().interrupt();
        try {
            refusal(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document), "interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(repository.compareAndSet("k", DocumentVersion.ABSENT, document))
                .isTrue();
    }

    private Path tokens() {
        return parent.resolve("tokens");
    }

    private FileTokenRepository open() {
        return FileTokenRepository.open(tokens());
    }

    private FileTokenRepository open(String type, FileReplacement replacement) {
        return FileTokenRepository.open(tokens(), new DirectoryRequirements(path -> type), replacement);
    }

    private static FileReplacement failing(IOException error) {
        return new FileReplacement() {
            @Override
            void replace(Path directory, String name, byte[] content) throws IOException {
                throw error;
            }
        };
    }

    private void refusal(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(parent.toString())
                .hasMessageContainingAll(parts);
    }

    private Path document() throws IOException {
        try (Stream<Path> files = Files.list(tokens())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
