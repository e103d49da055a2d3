package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.TroubleshootingPage;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications made of properties and a YAML route, whose sessions outlive them in a directory or a database. */
class StoredSessionTest {

    private static final String COMPONENT = "camel.component.oidc-token.";
    private static final String K1 = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";
    private static final String K2 = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:person?output=header
                    - setBody:
                        simple: ${header.Authorization}
            - route:
                from:
                  uri: direct:renew
                  steps:
                    - to: oidc-token:person?operation=renew&output=header
                    - setBody:
                        simple: ${header.Authorization}
            - route:
                from:
                  uri: direct:service
                  steps:
                    - to: oidc-token:service?output=header
                    - setBody:
                        simple: ${header.Authorization}
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret")
            .user("alice", "wonderland")
            .build());
    private final Path parent;

    StoredSessionTest(@TempDir Path parent) {
        this.parent = parent;
    }

    enum Kind {
        FILE,
        DATABASE
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRestartedApplicationAdoptsItsSessionWithoutAskingTheServer(Kind kind) throws Exception {
        String before = inApplication(kind, "k1:" + K1, "direct:token");

        assertThat(inApplication(kind, "k1:" + K1, "direct:token")).isEqualTo(before);
        assertThat(server.statistics().requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRestartedApplicationGoesOnWithTheStoredRefreshToken(Kind kind) throws Exception {
        inApplication(kind, "k1:" + K1, "direct:token");
        inApplication(kind, "k1:" + K1, "direct:token", "direct:renew");
        inApplication(kind, "k1:" + K1, "direct:token", "direct:renew");

        assertThat(server.statistics().sessionsStarted()).isEqualTo(1);
        assertThat(server.statistics().refreshes()).isEqualTo(2);
        assertThat(server.statistics().reuses()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsReplacedByAddingItMovingItToTheFrontAndRemovingTheOldOne(Kind kind) throws Exception {
        String first = inApplication(kind, "k1:" + K1, "direct:token");
        assertThat(inApplication(kind, "k1:" + K1 + ",k2:" + K2, "direct:token"))
                .as("the new key added at the end")
                .isEqualTo(first);
        assertThat(keyIds(kind)).containsExactly("k1");

        assertThat(inApplication(kind, "k2:" + K2 + ",k1:" + K1, "direct:token"))
                .as("the new key moved to the front")
                .isEqualTo(first);
        assertThat(keyIds(kind)).as("until the next write").containsExactly("k1");
        String second = inApplication(kind, "k2:" + K2 + ",k1:" + K1, "direct:token", "direct:renew");
        assertThat(keyIds(kind)).as("after the next write").containsExactly("k2");

        assertThat(inApplication(kind, "k2:" + K2, "direct:token"))
                .as("the old key removed")
                .isEqualTo(second);
        assertThat(server.statistics().sessionsStarted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theStoreHoldsNoTokenThatCanBeRead(Kind kind) throws Exception {
        String header = inApplication(kind, "k1:" + K1, "direct:token");
        Canaries canaries = new Canaries().plant("the access token", header.substring("Bearer ".length()));

        assertThat(canaries.in(stored(kind))).isEmpty();
    }

    @Test
    void aStoreInPlainTextIsForThoseWhoAskForIt() throws Exception {
        Map<String, String> plain = properties(Kind.FILE, "");
        plain.remove(COMPONENT + "encryption-keys");
        plain.put(COMPONENT + "allow-plaintext", "true");
        String header = inApplication(plain, "direct:token");

        assertThat(stored(Kind.FILE)).contains(header.substring("Bearer ".length()));
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatWasRemovedTooEarlyIsNamedAndNothingIsLost(Kind kind) throws Exception {
        String first = inApplication(kind, "k1:" + K1, "direct:token");
        Map<String, String> without = properties(kind, "k2:" + K2);
        without.put(COMPONENT + "clients[person].store-budget", "1s");

        assertThat(failure(without, "direct:token"))
                .contains("is encrypted with key 'k1', which is not among the encryption keys", "Add that key to")
                .satisfies(TroubleshootingPage.shows("wrong-encryption-key", "person"))
                .doesNotContain(K1, K2);
        assertThat(inApplication(kind, "k1:" + K1, "direct:token")).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void twoApplicationsWithOtherKeysOfOneNameAreToldApart(Kind kind) throws Exception {
        String first = inApplication(kind, "k1:" + K1, "direct:token");
        Map<String, String> other = properties(kind, "k1:" + K2);
        other.put(COMPONENT + "clients[person].store-budget", "1s");

        assertThat(failure(other, "direct:token"))
                .satisfies(TroubleshootingPage.shows("other-encryption-key", "person"))
                .doesNotContain(K1, K2);
        assertThat(inApplication(kind, "k1:" + K1, "direct:token")).isEqualTo(first);
    }

    @Test
    void aMissingTableIsNamedTogetherWithItsDdlAndTheOptionThatMakesIt() throws Exception {
        Map<String, String> without = properties(Kind.DATABASE, "k1:" + K1);
        without.put(COMPONENT + "create-table", "false");
        without.put(COMPONENT + "table-name", "tokens");
        without.put(COMPONENT + "clients[person].store-budget", "1s");

        assertThat(failure(without, "direct:token"))
                .contains("Client 'person': the session cannot be renewed without the token repository")
                .satisfies(TroubleshootingPage.shows("missing-table", "person"))
                .contains("the table 'tokens'", "META-INF/oidc-token/jdbc/postgresql.sql or h2.sql", "createTable");
        assertThat(server.statistics().requests()).isZero();
    }

    @Test
    void nobodyMakesATableThatNoClientNeeds() throws Exception {
        inApplication(properties(Kind.DATABASE, "k1:" + K1), "direct:service");

        assertThat(tables()).isEmpty();
    }

    @Test
    void withoutTheDatabaseServicesGoOnAndSessionsSayWhatIsWrong() throws Exception {
        Map<String, String> down = properties(Kind.DATABASE, "k1:" + K1);
        down.put("camel.beans.tokens", "#class:org.postgresql.ds.PGSimpleDataSource");
        down.put(
                "camel.beans.tokens.url",
                "jdbc:postgresql://127.0.0.1:" + FreePort.choose() + "/tokens?connectTimeout=1");
        down.put(COMPONENT + "clients[person].store-budget", "1s");

        assertThat(inApplication(down, "direct:service")).startsWith("Bearer ");
        assertThat(failure(down, "direct:token"))
                .contains("Client 'person': the session cannot be renewed without the token repository")
                .contains("there is no connection to the database", "Connection")
                .satisfies(TroubleshootingPage.shows("database-down", "person"))
                .contains("the component's repository option")
                .doesNotContain(K1);
        assertThat(server.statistics().requests("password")).isZero();
    }

    private String inApplication(Kind kind, String keys, String... routes) throws Exception {
        return inApplication(properties(kind, keys), routes);
    }

    /** What the last of the routes has given, called in an application that then ends. */
    private static String inApplication(Map<String, String> properties, String... routes) throws Exception {
        try (CamelApplication application = CamelApplication.start(properties, ROUTES)) {
            String header = "";
            for (String route : routes) {
                header = application.template().requestBody(route, null, String.class);
            }
            return header;
        }
    }

    /** The exception and the log of a call that fails. */
    private static String failure(Map<String, String> properties, String route) {
        try (CapturedLog log = CapturedLog.open()) {
            Throwable failure = catchThrowable(() -> inApplication(properties, route));
            assertThat(failure).isNotNull();
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            return trace + log.text();
        }
    }

    private Map<String, String> properties(Kind kind, String keys) {
        Map<String, String> properties = new TreeMap<>();
        for (String client : new String[] {"person", "service"}) {
            String prefix = COMPONENT + "clients[" + client + "].";
            properties.put(prefix + "token-endpoint", server.tokenEndpoint().toString());
            properties.put(prefix + "client-id", "camel");
            properties.put(prefix + "client-secret", "s3cret");
        }
        properties.put(COMPONENT + "clients[person].grant", "password");
        properties.put(COMPONENT + "clients[person].username", "alice");
        properties.put(COMPONENT + "clients[person].password", "wonderland");
        properties.put(COMPONENT + "encryption-keys", keys);
        if (kind == Kind.FILE) {
            properties.put(COMPONENT + "repository", "file:" + parent.resolve("tokens"));
        } else {
            properties.put(COMPONENT + "repository", "jdbc");
            properties.put(COMPONENT + "create-table", "true");
            properties.put("camel.beans.tokens", "#class:org.h2.jdbcx.JdbcDataSource");
            properties.put("camel.beans.tokens.url", database());
        }
        return properties;
    }

    private String database() {
        return "jdbc:h2:file:" + parent.resolve("database");
    }

    /** The ids of the keys that the stored documents are encrypted with. */
    private Stream<String> keyIds(Kind kind) throws Exception {
        return Arrays.stream(stored(kind).split("[\"\\s]"))
                .filter(word -> word.startsWith("eyJ"))
                .map(jwe -> new String(
                        Base64.getUrlDecoder().decode(jwe.substring(0, jwe.indexOf('.'))), StandardCharsets.UTF_8))
                .map(header -> header.replaceFirst(".*\"kid\":\"(\\w+)\".*", "$1"));
    }

    private String stored(Kind kind) throws Exception {
        return kind == Kind.FILE ? storedInFiles() : storedInTable();
    }

    private String storedInFiles() throws IOException {
        try (Stream<Path> files = Files.list(parent.resolve("tokens"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(StoredSessionTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String storedInTable() throws SQLException {
        return query("SELECT payload FROM oidc_token_document");
    }

    private String tables() throws SQLException {
        return query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'");
    }

    private String query(String sql) throws SQLException {
        StringBuilder values = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(database());
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.append(rows.getString(1)).append('\n');
            }
        }
        return values.toString();
    }
}
