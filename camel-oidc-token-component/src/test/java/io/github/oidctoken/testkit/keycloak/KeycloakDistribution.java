package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Keycloak program of one version, unpacked, built with fixed options and with an empty database, kept once per machine.
 *
 * <p>The folder's name holds a hash of the options. It appears by one atomic rename when everything in it is done, and is only
 * read afterwards; a file lock lets one process prepare it while others wait.
 */
record KeycloakDistribution(Path zip, Path cache) {

    static final String VERSION = "26.7.3";
    static final String ADMIN = "admin";
    static final String ADMIN_PASSWORD = "admin-password";

    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> BUILD = List.of(
            "build",
            "--db=dev-file",
            "--http-relative-path=/auth",
            "--features=token-exchange:v1,admin-fine-grained-authz:v1");
    private static final Logger LOG = LoggerFactory.getLogger(KeycloakDistribution.class);

    /** Places from {@code oidctoken.keycloak.zip} and {@code oidctoken.keycloak.cache}, else the usual ones. */
    static KeycloakDistribution configured() {
        Path userHome = Path.of(System.getProperty("user.home"));
        Path repository = userHome.resolve(".m2/repository/org/keycloak/keycloak-quarkus-dist");
        Path zip = configured(
                "oidctoken.keycloak.zip", repository.resolve(VERSION + "/keycloak-quarkus-dist-" + VERSION + ".zip"));
        return new KeycloakDistribution(
                zip, configured("oidctoken.keycloak.cache", userHome.resolve(".cache/oidc-token")));
    }

    private static Path configured(String property, Path usual) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? usual : Path.of(value).toAbsolutePath();
    }

    /** The folder with the ready program; prepares it (about a minute) when this machine has none. */
    Path prepared() throws IOException {
        Path ready = cache.resolve(name() + "-" + hash());
        return Files.isDirectory(ready) ? ready : prepareAlone(ready);
    }

    private Path prepareAlone(Path ready) throws IOException {
        Files.createDirectories(cache);
        Path lockFile = cache.resolve(ready.getFileName() + ".lock");
        // The file lock is the process's; two threads of one process need a lock of their own.
        synchronized (KeycloakDistribution.class) {
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // released with the channel
                if (!Files.isDirectory(ready)) {
                    LOG.info("Preparing Keycloak in {}, once per machine", ready);
                    prepare(ready);
                }
                return ready;
            }
        }
    }

    private void prepare(Path ready) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new IllegalStateException("No Keycloak distribution at " + zip
                    + "; fetch it with: mvn dependency:get -Dtransitive=false -Dartifact=" + ARTIFACT
                    + " (or set the system property oidctoken.keycloak.zip)");
        }
        String prefix = ready.getFileName() + ".preparing-";
        deleteLeftovers(prefix);
        Path work = Files.createTempDirectory(cache, prefix);
        FileTree.unzip(zip, work, "bin");
        ServerProcess.start(work, work, BUILD).awaitSuccess(LIMIT);
        createDatabase(new KeycloakHome(work, work));
        Files.move(work, ready, StandardCopyOption.ATOMIC_MOVE);
    }

    private void createDatabase(KeycloakHome home) throws IOException {
        int port = FreePort.choose();
        ServerProcess server =
                home.start(port, "--bootstrap-admin-username=" + ADMIN, "--bootstrap-admin-password=" + ADMIN_PASSWORD);
        try {
            server.awaitReady(new RealmProbe(KeycloakServer.baseUrl(port), List.of("master")), LIMIT);
        } finally {
            server.stop();
        }
        if (!home.log().contains("Keycloak stopped in")) {
            throw new IllegalStateException("Keycloak was ended by force; its new database may not be whole");
        }
    }

    private void deleteLeftovers(String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, prefix + "*")) {
            for (Path leftover : leftovers) {
                FileTree.delete(leftover);
            }
        }
    }

    /** Such as {@code keycloak-26.7.3}: of the distribution that was given, whatever version this class was written for. */
    private String name() {
        return zip.getFileName().toString().replace("-quarkus-dist", "").replace(".zip", "");
    }

    private static String hash() {
        String options = String.join("\n", BUILD) + "\n" + ADMIN + "\n" + ADMIN_PASSWORD;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(options.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
