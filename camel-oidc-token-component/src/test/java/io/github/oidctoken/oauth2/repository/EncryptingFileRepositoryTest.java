package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted documents in a directory keep the contract too. */
class EncryptingFileRepositoryTest extends TokenRepositoryContract {

    private final Path parent;

    EncryptingFileRepositoryTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @Override
    protected TokenRepository openRepository() {
        return new EncryptingTokenRepository(
                FileTokenRepository.open(parent.resolve("tokens")), EncryptingMemoryRepositoryTest.KEYS);
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return openRepository();
    }

    /** All files, whatever their names. */
    @Override
    protected Optional<String> rawContent(String key) throws IOException {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.list(parent.resolve("tokens"))) {
            for (Path file : files.sorted().toList()) {
                content.append(file.getFileName()).append(Files.readString(file));
            }
        }
        return Optional.of(content.toString());
    }
}
