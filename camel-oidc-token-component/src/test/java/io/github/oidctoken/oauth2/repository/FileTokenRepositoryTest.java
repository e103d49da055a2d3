package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTokenRepositoryTest extends TokenRepositoryContract {

    private final Path parent;

    FileTokenRepositoryTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @Override
    protected TokenRepository openRepository() {
        return FileTokenRepository.open(parent.resolve("tokens"));
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return FileTokenRepository.open(parent.resolve("tokens"));
    }

    @Override
    protected Optional<String> rawContent(String key) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return Optional.of(
                Files.readString(parent.resolve("tokens").resolve(HexFormat.of().formatHex(hash) + ".json")));
    }

    @Test
    void aFileIsASmallJsonObjectOfFormatOne() throws Exception {
        TokenDocument document = new TokenDocument(
                "session", new DocumentVersion("1-0f"), Instant.parse("2026-03-01T12:00:00.250Z"), "p\"\u00e4");
        openRepository().compareAndSet("k/\u00e4", DocumentVersion.ABSENT, document);

        assertThat(rawContent("k/\u00e4"))
                .contains("{\"format\":1,\"key\":\"k/\u00e4\",\"kind\":\"session\",\"version\":\"1-0f\","
                        + "\"expiresAt\":\"2026-03-01T12:00:00.250Z\",\"payload\":\"p\\\"\u00e4\"}");
    }

    @Test
    void whatWasStoredIsThereAfterARestart() {
        TokenDocument document = new TokenDocument("session", new DocumentVersion("1-0f"), null, "x");
        openRepository().compareAndSet("k", DocumentVersion.ABSENT, document);

        assertThat(openRepository().find("k")).contains(document);
    }

    @Test
    void aWriteLeavesNoTemporaryFile() throws IOException {
        TokenRepository repository = openRepository();
        repository.compareAndSet(
                "k", DocumentVersion.ABSENT, new TokenDocument("session", new DocumentVersion("1-0f"), null, "x"));

        assertThat(names()).hasSize(2).contains("lock").noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void temporaryFilesOfADeadWriterAreIgnoredAndRemovedByPurge() throws IOException {
        TokenRepository repository = openRepository();
        String name = "0".repeat(64) + ".json.42.tmp";
        Files.writeString(parent.resolve("tokens").resolve(name), "{\"format\":1,\"ke");

        assertThat(repository.keys("")).isEmpty();
        assertThat(names()).contains(name);
        assertThat(repository.purge(Instant.EPOCH)).isZero();
        assertThat(names()).containsExactly("lock");
    }

    @Test
    void temporaryFilesOfADeadWriterAreRemovedWhenTheDirectoryIsOpened() throws IOException {
        openRepository();
        Files.writeString(parent.resolve("tokens").resolve("0".repeat(64) + ".json.42.tmp"), "");
        openRepository();

        assertThat(names()).containsExactly("lock");
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        TokenRepository repository = openRepository();
        for (String name : List.of("README", "notes.tmp", "notes.json", ".nfs0001")) {
            Files.writeString(parent.resolve("tokens").resolve(name), "x");
        }

        assertThat(repository.keys("")).isEmpty();
        assertThat(repository.purge(Instant.MAX)).isZero();
        assertThat(names()).containsExactlyInAnyOrder("lock", "README", "notes.tmp", "notes.json", ".nfs0001");
    }

    @Test
    void textThatIsNotUnicodeIsRefusedWithoutBeingShown() {
        TokenRepository repository = openRepository();
        TokenDocument document = new TokenDocument("session", new DocumentVersion("1-0f"), null, "canary \ud83d");

        assertThatThrownBy(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("well-formed Unicode")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> repository.find("k\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("well-formed Unicode");
        assertThat(repository.keys("")).isEmpty();
    }

    @Test
    void aDocumentWithoutAVersionOfItsOwnIsRefused() {
        TokenRepository repository = openRepository();
        TokenDocument document = new TokenDocument("session", DocumentVersion.ABSENT, null, "x");

        assertThatThrownBy(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(parent.resolve("tokens"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
