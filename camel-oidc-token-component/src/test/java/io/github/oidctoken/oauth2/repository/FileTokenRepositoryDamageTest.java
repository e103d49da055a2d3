package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTokenRepositoryDamageTest {

    private final TokenDocument document =
            new TokenDocument("session", new DocumentVersion("1-0f"), Instant.EPOCH, "canary");

    private final Path parent;
    private final FileTokenRepository repository;
    private final Path file;

    FileTokenRepositoryDamageTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        repository = FileTokenRepository.open(parent.resolve("tokens"));
        repository.compareAndSet("k", DocumentVersion.ABSENT, document);
        file = onlyDocument(parent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "\u0000\u0000\u0000\u0000",
                "[]",
                "{}",
                "null",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payl",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\"}",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payload\":7}",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"payload\":\"canary\"}",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"expiresAt\":\"noon\",\"payload\":\"\"}",
                "{\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payload\":\"canary\"}canary",
                "{\"format\":\"1\",\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payload\":\"canary\"}",
                "{\"format\":0,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payload\":\"canary\"}",
            })
    void aDamagedFileIsNamedAndNeitherHiddenNorOverwrittenNorShown(String content) throws IOException {
        Files.writeString(file, content);

        everyCallIsRefused("is damaged");
        assertThat(file).hasContent(content);
    }

    @Test
    void aFileCutOffAtAnyByteIsDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refusal(() -> repository.find("k"), "is damaged");
        }
        Files.write(file, whole);
        assertThat(repository.find("k")).contains(document);
    }

    @Test
    void aFileOfALaterFormatIsLeftToTheLaterRelease() throws IOException {
        String later = "{\"format\":2,\"body\":\"canary\"}";
        Files.writeString(file, later);

        everyCallIsRefused("written by a later release (format 2, this one knows 1)");
        assertThat(file).hasContent(later);
    }

    @Test
    void membersOfTheSameFormatThatAreUnknownArePassedOver() throws IOException {
        Files.writeString(
                file,
                "{\"note\":[{}],\"format\":1,\"key\":\"k\",\"kind\":\"session\",\"version\":\"1-0f\",\"payload\":\"p\"}");

        assertThat(repository.find("k")).contains(new TokenDocument("session", new DocumentVersion("1-0f"), null, "p"));
    }

    @Test
    void aFileUnderTheNameOfAnotherKeyIsNotTaken() throws IOException {
        TokenDocument other = new TokenDocument("session", new DocumentVersion("1-aa"), null, "of another");
        repository.compareAndSet("other", DocumentVersion.ABSENT, other);
        Path copied;
        try (Stream<Path> files = Files.list(parent.resolve("tokens"))) {
            copied = files.filter(path -> path.toString().endsWith(".json") && !path.equals(file))
                    .findFirst()
                    .orElseThrow();
        }
        Files.copy(copied, file, StandardCopyOption.REPLACE_EXISTING);

        refusal(() -> repository.find("k"), "another key");
        refusal(() -> repository.compareAndSet("k", other.version(), document), "another key");
    }

    @Test
    void purgeDealsWithTheOthersBeforeItReportsADamagedFile() throws IOException {
        Files.writeString(file, "");
        repository.compareAndSet("expired", DocumentVersion.ABSENT, document);

        refusal(() -> repository.purge(Instant.MAX), "1 expired documents were removed");
        assertThat(repository.find("expired")).isEmpty();
        assertThat(file).exists();
    }

    private void everyCallIsRefused(String why) {
        refusal(() -> repository.find("k"), why);
        refusal(() -> repository.compareAndSet("k", DocumentVersion.ABSENT, document), why);
        refusal(() -> repository.compareAndSet("k", document.version(), document), why);
        refusal(() -> repository.keys(""), why);
        refusal(() -> repository.purge(Instant.MAX), why);
    }

    private void refusal(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .satisfies(error -> assertThat(stackTrace(error)).doesNotContain("canary"));
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Path onlyDocument(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent.resolve("tokens"))) {
            return files.filter(path -> path.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
