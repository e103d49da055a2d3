package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.repository.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FileTokenRepositoryProcessTest {

    private static final int KILLS = 20;

    private final Path parent;

    FileTokenRepositoryProcessTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @Test
    void noIncrementOfTwoProcessesIsLost() throws Exception {
        FileTokenRepository repository = FileTokenRepository.open(tokens());
        FileTokenRepository second = FileTokenRepository.open(tokens());
        try (FileTokenRepositoryProcess other = FileTokenRepositoryProcess.counting(tokens(), 150)) {
            other.awaitReady().go();
            CompletableFuture<Integer> mine =
                    CompletableFuture.supplyAsync(() -> new Counter(repository, "counter", 1).increment(75));
            CompletableFuture<Integer> mineToo =
                    CompletableFuture.supplyAsync(() -> new Counter(second, "counter", 2).increment(75));
            mine.get(2, TimeUnit.MINUTES);
            mineToo.get(2, TimeUnit.MINUTES);
            assertThat(other.awaitEnd()).isZero();
        }

        assertThat(repository.find("counter").orElseThrow().payload()).isEqualTo("300");
    }

    @Test
    void aGenerousUmaskOpensNothingToOthers() throws Exception {
        try (FileTokenRepositoryProcess process = FileTokenRepositoryProcess.countingWithoutUmask(tokens(), 2)) {
            process.awaitReady().go();
            assertThat(process.awaitEnd()).isZero();
        }

        assertThat(permissions(tokens())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(tokens())) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void whenWritersAreKilledAtAnyMomentEveryDocumentIsWholeAndNothingConfirmedIsLost() throws Exception {
        Random random = new Random(20260301);
        Map<String, Integer> confirmed = new HashMap<>();
        int leftovers = 0;
        FileTokenRepositoryProcess next = FileTokenRepositoryProcess.writing(tokens(), 0);
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                try (FileTokenRepositoryProcess writer = next.awaitReady()) {
                    next = FileTokenRepositoryProcess.writing(tokens(), kill);
                    writer.go();
                    writer.killAfter(20 + random.nextInt(100)).forEach(line -> confirm(confirmed, line));
                    leftovers += leftovers();
                }
                everythingConfirmedIsThere(confirmed);
            }
        } finally {
            next.close();
        }

        assertThat(confirmed).hasSize(3);
        assertThat(leftovers).as("writers killed in the middle of a write").isPositive();
        FileTokenRepository.open(tokens()).keys("");
        assertThat(leftovers()).isZero();
    }

    private void everythingConfirmedIsThere(Map<String, Integer> confirmed) {
        FileTokenRepository repository = FileTokenRepository.open(tokens());
        for (String key : repository.keys("document/")) {
            int stored = FileTokenRepositoryProcess.number(repository.find(key).orElseThrow());
            assertThat(stored).as(key).isGreaterThanOrEqualTo(confirmed.getOrDefault(key, 0));
        }
        assertThat(repository.keys("document/")).containsAll(confirmed.keySet());
    }

    private static void confirm(Map<String, Integer> confirmed, String line) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() == 2 && !words.get(1).isEmpty()) {
            confirmed.merge(words.get(0), Integer.parseInt(words.get(1)), Math::max);
        }
    }

    private int leftovers() throws IOException {
        try (Stream<Path> files = Files.list(tokens())) {
            return (int) files.filter(file -> file.toString().endsWith(".tmp")).count();
        }
    }

    private Path tokens() {
        return parent.resolve("tokens");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
