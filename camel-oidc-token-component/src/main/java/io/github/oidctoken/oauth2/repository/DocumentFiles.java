package io.github.oidctoken.oauth2.repository;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a directory that hold documents. A file is named by the SHA-256 of its key, because keys may be longer than a file name, differ only in case,
 * or hold any character. Writing and removing is for the holder of the directory's lock.
 */
final class DocumentFiles {

    private static final Pattern DOCUMENT = Pattern.compile("[0-9a-f]{64}\\.json");
    private static final Pattern LEFTOVER = Pattern.compile("[0-9a-f]{64}\\.json\\..*\\.tmp");

    private final Path directory;
    private final FileReplacement replacement;
    private final DocumentFileFormat format = new DocumentFileFormat();

    DocumentFiles(Path directory, FileReplacement replacement) {
        this.directory = directory;
        this.replacement = replacement;
    }

    byte[] encode(String key, TokenDocument document) {
        if (document.version().equals(DocumentVersion.ABSENT)) {
            throw new IllegalArgumentException("A document cannot have the version of one that does not exist");
        }
        return format.encode(new DocumentFileContent(key, document));
    }

    Optional<TokenDocument> read(String key) throws IOException {
        Path file = directory.resolve(name(key));
        Optional<DocumentFileContent> content = read(file);
        if (content.isPresent() && !content.get().key().equals(key)) {
            throw DocumentFileFormat.damaged(file, "it holds the document of another key");
        }
        return content.map(DocumentFileContent::document);
    }

    /** The content of a file that was listed; empty if it has been removed since. */
    Optional<DocumentFileContent> read(Path file) throws IOException {
        try {
            return Optional.of(format.decode(file, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(String key, byte[] content) throws IOException {
        replacement.replace(directory, name(key), content);
    }

    void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    List<Path> list() throws IOException {
        return list(DOCUMENT);
    }

    /** Removes what writers that were killed have left; returns how many files. */
    int removeLeftovers() throws IOException {
        List<Path> leftovers = list(LEFTOVER);
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
        return leftovers.size();
    }

    private List<Path> list(Pattern names) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                directory,
                file -> names.matcher(String.valueOf(file.getFileName())).matches())) {
            all.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static String name(String key) {
        return HexFormat.of().formatHex(sha256(key)) + ".json";
    }

    private static byte[] sha256(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(DocumentFileFormat.utf8("A key", key));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
