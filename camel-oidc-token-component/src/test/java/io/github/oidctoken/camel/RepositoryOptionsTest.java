package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The component's options about its repository in camel-main, and what is said when they are wrong. */
class RepositoryOptionsTest {

    private static final String COMPONENT = "camel.component.oidc-token.";
    private static final String KEY = "k1:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

    private final Main main = new Main();
    private final Path parent;

    RepositoryOptionsTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "jbdc, jdbc",
        "jdbcc:orders, jdbc:NAME",
        "files:/x, file:DIR",
        "file, file:DIR",
        "Memory, memory",
        "sharde, shared",
        "orders, jdbc:orders",
        "/var/lib/tokens, file:/var/lib/tokens"
    })
    void aMistypedRepositoryIsAnsweredWithThePossibilitiesAndTheNearest(String written, String meant) {
        main.bind("shared", new SharedRepository());
        main.bind("orders", database());

        assertThat(failure(Map.of("repository", written)))
                .contains(
                        COMPONENT + "repository knows no '",
                        "It is one of: memory; file:DIR for a directory of this machine; jdbc for the only DataSource bean;"
                                + " jdbc:NAME for one of several; or the name of a TokenRepository bean.",
                        "TokenRepository beans: [shared]; DataSource beans: [orders].",
                        "Did you mean '" + meant + "'?");
    }

    @Test
    void aJdbcUrlIsNoDataSourceAndItsPasswordIsNotShown() {
        assertThat(failure(Map.of("repository", "jdbc:postgresql://camel:HUSH@db/tokens")))
                .contains("looks like a JDBC URL, jdbc:postgresql:... It takes the name of a DataSource bean.")
                .doesNotContain("HUSH");
    }

    @ParameterizedTest
    @CsvSource({
        "file:, names no directory. Write file:DIR",
        "jdbc:, names no DataSource bean. Write jdbc:NAME",
        "jdbc:ordres, names no DataSource bean in jdbc:ordres. DataSource beans: [orders]. Did you mean 'orders'?"
    })
    void whatIsMissingBehindTheColonIsSaid(String written, String message) {
        main.bind("orders", database());

        assertThat(failure(Map.of("repository", written))).contains(COMPONENT + "repository " + message);
    }

    @Test
    void jdbcWithoutADataSourceSaysHowToDefineOne() {
        assertThat(failure(Map.of("repository", "jdbc", "encryption-keys", KEY)))
                .contains("is jdbc, but there is no DataSource bean", "spring.datasource.url", "camel.beans.NAME");
    }

    @Test
    void jdbcWithSeveralDataSourcesListsThem() {
        main.bind("orders", database());
        main.bind("tokens", database());

        assertThat(failure(Map.of("repository", "jdbc", "encryption-keys", KEY)))
                .contains("there are several DataSource beans: [orders, tokens]. Say which one: jdbc:NAME.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:tokens", "jdbc:#tokens", "jdbc:#bean:tokens"})
    void ofSeveralDataSourcesTheOptionNamesOne(String written) {
        main.bind("orders", database());
        main.bind("tokens", database());
        start(Map.of("repository", written, "encryption-keys", KEY));

        assertThat(TestContext.componentOf(main).names()).containsExactly("ifs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc", "file:"})
    void withoutAKeyTheStartSaysHowToMakeOneAndWhatToWrite(String kind) {
        main.bind("orders", database());
        String repository = kind.equals("jdbc") ? kind : kind + parent.resolve("tokens");

        assertThat(failure(Map.of("repository", repository)).lines())
                .contains(
                        "    openssl rand -base64 32",
                        "    camel.component.oidc-token.encryption-keys = k1:{{env:OIDC_TOKEN_KEY}}")
                .anyMatch(line -> line.contains("allow-plaintext = true instead"));
        assertThat(parent.resolve("tokens")).doesNotExist();
    }

    @Test
    void plainTextThatIsAllowedIsWarnedAboutOnce() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            start(Map.of("repository", "file:" + parent.resolve("tokens"), "allow-plaintext", "true"));

            assertThat(log.text().lines().filter(line -> line.startsWith("WARN ") && line.contains("unencrypted")))
                    .singleElement()
                    .asString()
                    .contains(parent.resolve("tokens").toString(), "allow-plaintext = true");
        }
    }

    @Test
    void keysAndPlainTextContradictEachOther() {
        main.bind("orders", database());

        assertThat(failure(Map.of("repository", "jdbc", "encryption-keys", KEY, "allow-plaintext", "true")))
                .contains("encryption-keys is set together with allow-plaintext = true, which says the opposite")
                .doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k1:HUSH|Encryption key 1 of 1 ('k1') has 3 bytes instead of 32",
                "HUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSH|Encryption key 1 of 1 has no id",
                "HUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUSHHUS:k1|Encryption key 1 of 1 has no id",
                "k2:{{nowhere}},k1:HUSH|encryption-keys holds a {{placeholder}} that cannot be resolved",
                "k1:{{HUSH|encryption-keys holds a {{placeholder}} that cannot be resolved",
                "{{hashicorp:secret:HUSH}}|encryption-keys needs the property function 'hashicorp'"
            })
    void aMalformedKeyIsNamedAndNeverShown(String keys, String message) {
        main.bind("orders", database());

        assertThat(failure(Map.of("repository", "jdbc", "encryption-keys", keys)))
                .contains(message)
                .doesNotContain("HUSH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encryption-key", "encryptionkey", "encrypton-keys"})
    void aMistypedOptionNeverShowsTheKey(String option) {
        assertThat(failure(Map.of(option, KEY)))
                .contains("is not an option of the oidc-token component. Did you mean 'encryption-keys'?")
                .doesNotContain(KEY);
    }

    @Test
    void theSummaryOfAPropertiesFileThatCamelLogsAtTheStartHidesTheKeys() throws Exception {
        Path file = Files.writeString(
                parent.resolve("application.properties"),
                COMPONENT + "repository = jdbc\n" + COMPONENT + "encryption-keys = " + KEY + "\n");
        main.bind("orders", database());
        main.setPropertyPlaceholderLocations("file:" + file);
        try (CapturedLog log = CapturedLog.open()) {
            start(Map.of());

            assertThat(log.text())
                    .contains("camel.component.oidc-token.repository = jdbc")
                    .containsPattern("encryption-?[kK]eys = xxxxxx")
                    .doesNotContain(KEY.substring(3));
        }
    }

    @Test
    void memoryNeedsNoKeyAndDoesNotMindOne() throws Exception {
        start(Map.of("repository", "memory", "encryption-keys", "k1:not-a-key", "create-table", "true"));

        assertThat(TestContext.componentOf(main).names()).containsExactly("ifs");
    }

    @Test
    void aDirectoryThatCannotBeUsedNamesTheOptionAndTheRemedy() throws Exception {
        Path open = Files.createDirectory(
                parent.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(failure(Map.of("repository", "file:" + open, "encryption-keys", KEY)))
                .contains(COMPONENT + "repository cannot be used. The token directory " + open, "Run chmod 700 on it");
    }

    @Test
    void aDirectoryWithoutAParentSaysWhatToCreate() {
        assertThat(failure(Map.of("repository", "file:" + parent.resolve("a/b"), "encryption-keys", KEY)))
                .contains("its parent directory does not exist. Create " + parent.resolve("a"));
    }

    @Test
    void aTableNameThatIsNoIdentifierIsRefused() {
        main.bind("orders", database());

        assertThat(failure(Map.of("repository", "jdbc", "encryption-keys", KEY, "table-name", "a; DROP TABLE b")))
                .contains(COMPONENT + "table-name is wrong: 'a; DROP TABLE b' is not a table name");
    }

    @Test
    void aDataSourceDefinedByPropertiesAloneIsFound() throws Exception {
        main.addInitialProperty("camel.beans.tokens", "#class:" + JdbcDataSource.class.getName());
        main.addInitialProperty("camel.beans.tokens.url", "jdbc:h2:mem:by-properties");
        start(Map.of("repository", "jdbc", "encryption-keys", KEY));

        assertThat(main.getCamelContext().getRegistry().lookupByNameAndType("tokens", DataSource.class))
                .isNotNull();
    }

    @Test
    void aRepositoryBeanIsEncryptedOnlyIfKeysAreSet() {
        TokenRepository bean = new SharedRepository();
        RepositorySettings plain = new RepositorySettings("shared", null, false, false, null);
        main.bind("shared", bean);
        main.init();
        var registry = main.getCamelContext().getRegistry();

        assertThat(Repositories.of(plain, registry).open()).isSameAs(bean);
        assertThat(Repositories.of(withKeys("shared"), registry).open()).isNotSameAs(bean);
        assertThat(Repositories.of(withKeys(null), registry).open()).isNotSameAs(bean);
        assertThat(Repositories.of(withKeys("memory"), registry).open()).isInstanceOf(MemoryTokenRepository.class);
    }

    private static RepositorySettings withKeys(@Nullable String repository) {
        return new RepositorySettings(repository, Secret.of(KEY), false, false, null);
    }

    private String failure(Map<String, String> options) {
        return Failures.text(catchThrowable(() -> start(main, options)));
    }

    private void start(Map<String, String> options) {
        start(main, options);
    }

    private static void start(Main main, Map<String, String> options) {
        String client = COMPONENT + "clients[ifs].";
        Map<String, String> properties = new TreeMap<>(Map.of(
                client + "token-endpoint", "https://id.example.com/token",
                client + "client-id", "camel",
                client + "client-secret", "s3cret"));
        options.forEach((name, value) -> properties.put(COMPONENT + name, value));
        properties.forEach(main::addInitialProperty);
        main.start();
    }

    static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:options");
        return database;
    }
}
