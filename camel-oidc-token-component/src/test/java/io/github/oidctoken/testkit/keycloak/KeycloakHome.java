package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The home directory of one server: its own database, the realms it imports, its log. */
record KeycloakHome(Path distribution, Path directory) {

    private static final String BUILT = "lib/quarkus/generated-bytecode.jar";
    private static final String DATABASE = "data/h2/keycloakdb.mv.db";
    private static final String IMPORT = "data/import";

    /** A new home in the system's temporary directory, with a copy of the distribution's empty database. */
    static KeycloakHome create(Path distribution, List<RealmFile> realms) throws IOException {
        Path directory = Files.createTempDirectory("keycloak-").toRealPath();
        KeycloakHome home = new KeycloakHome(distribution, directory);
        // Keycloak looks for the options it was built with in its home, for its classes beside the jar it was started
        // from.
        home.copy(BUILT);
        home.copy(DATABASE);
        Path imports = Files.createDirectories(directory.resolve(IMPORT));
        for (RealmFile realm : realms) {
            realm.writeTo(imports);
        }
        return home;
    }

    ServerProcess start(int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname-strict=false"));
        arguments.addAll(List.of(more));
        return ServerProcess.start(distribution, directory, arguments);
    }

    String log() throws IOException {
        return Files.readString(ServerProcess.logOf(directory));
    }

    void delete() throws IOException {
        FileTree.delete(directory);
    }

    private void copy(String file) throws IOException {
        Path target = directory.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(distribution.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
    }
}
