package io.github.oidctoken.testkit.keycloak;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A realm to import: its name and its JSON document (the realm representation of Keycloak's admin API). */
record RealmFile(String realm, String json) {

    static RealmFile fromResource(String resource) {
        try (InputStream in = RealmFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("No class path resource " + resource);
            }
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String realm = new ObjectMapper().readTree(json).path("realm").asText();
            if (realm.isEmpty()) {
                throw new IllegalArgumentException(resource + " has no member \"realm\"");
            }
            return new RealmFile(realm, json);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    void writeTo(Path importDirectory) throws IOException {
        Files.writeString(importDirectory.resolve(realm + "-realm.json"), json);
    }
}
