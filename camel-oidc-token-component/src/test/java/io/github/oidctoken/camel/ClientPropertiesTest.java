package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.CapturedLog;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of clients in camel-main. */
class ClientPropertiesTest {

    private static final String CLIENTS = "camel.component.oidc-token.clients";

    @ParameterizedTest
    @CsvSource({
        "[ifs].client-id, [ifs].client-secret, [ifs].token-endpoint",
        "[ifs].clientId, [ifs].clientSecret, [ifs].tokenEndpoint",
        ".ifs.client-id, .ifs.client-secret, .ifs.token-endpoint",
        ".ifs.clientId, .ifs.clientSecret, .ifs.tokenEndpoint",
        "[ifs].client-id, .ifs.clientSecret, [ifs].tokenendpoint"
    })
    void bracketsAndDotsKebabAndCamelCaseMeanTheSame(String id, String secret, String endpoint) {
        ClientRegistration client =
                read("ifs", Map.of(id, "camel", secret, "s3cret", endpoint, "https://id.example.com/token"));

        assertThat(client.clientId()).isEqualTo("camel");
        assertThat(client.clientSecret()).isEqualTo(Secret.of("s3cret"));
        assertThat(client.provider().tokenEndpoint()).hasToString("https://id.example.com/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[my-ifs]", ".my-ifs"})
    void aDashInAClientsNameSurvivesInDotsToo(String name) {
        assertThat(read("my-ifs", valid(name)).name()).isEqualTo("my-ifs");
    }

    @Test
    void dotsAndBracketsOfTheSameDashedNameAreOneClient() {
        Map<String, String> written = valid("[my-ifs]");
        written.put(".my-ifs.scope", "orders");

        assertThat(read("my-ifs", written).request().scopes()).containsExactly("orders");
    }

    @Test
    void namesOfParametersKeepTheirSpellingInBrackets() {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].parameters.tenant_id", "1");
        written.put("[ifs].parameters[x-y]", "2");
        written.put("[ifs].parameters[x.y]", "3");
        written.put(".ifs.refresh-parameters[redirect_uri]", "https://here.example.com");

        ClientRegistration client = read("ifs", written);

        assertThat(client.request().parameters()).isEqualTo(Map.of("tenant_id", "1", "x-y", "2", "x.y", "3"));
        assertThat(client.request().refreshParameters()).isEqualTo(Map.of("redirect_uri", "https://here.example.com"));
    }

    @Test
    void targetsAreATextWithCommasOrAListByPositions() {
        Map<String, String> written = valid("[text]");
        written.put("[text].targets", "https://a.example.com, https://b.example.com");
        written.putAll(valid(".list"));
        written.put(".list.principal", "other");
        written.put(".list.targets[0]", "https://a.example.com");
        written.put(".list.targets[1]", "https://b.example.com");

        Main main = start(written);
        try {
            OidcTokenComponent component = TestContext.componentOf(main);

            assertThat(component.client("text").registration().targets())
                    .containsExactly("https://a.example.com", "https://b.example.com");
            assertThat(component.client("list").registration().targets())
                    .containsExactly("https://a.example.com", "https://b.example.com");
        } finally {
            main.stop();
        }
    }

    @Test
    void durationsAndNumbersAreRead() {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].refresh-margin", "20s");
        written.put("[ifs].max-wait", "PT2M");
        written.put("[ifs].max-principals", "12");

        ClientRegistration client = read("ifs", written);

        assertThat(client.renewal().refreshMargin()).isEqualTo(Duration.ofSeconds(20));
        assertThat(client.renewal().maxWait()).isEqualTo(Duration.ofMinutes(2));
        assertThat(client.renewal().maxPrincipals()).isEqualTo(12);
    }

    @Test
    void placeholdersAreResolved() {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].audience", "{{env:PATH}}");
        written.put("[ifs].scope", "{{?nowhere}}");

        ClientRegistration client = read("ifs", written);

        assertThat(client.request().audience()).isEqualTo(System.getenv("PATH").trim());
        assertThat(client.request().scopes()).isEmpty();
    }

    @Test
    void aBeanIsAClientThatPropertiesMayAddTo() {
        Main main = new Main();
        main.bind("ifsBean", TestContext.service("camel"));
        main.addInitialProperty(CLIENTS + "[ifs]", "#bean:ifsBean");
        main.addInitialProperty(CLIENTS + "[ifs].scope", "orders");
        main.start();
        try {
            ClientRegistration client =
                    TestContext.componentOf(main).client("ifs").registration();

            assertThat(client.clientId()).isEqualTo("camel");
            assertThat(client.request().scopes()).containsExactly("orders");
        } finally {
            main.stop();
        }
    }

    @Test
    void theComponentsOwnOptionsAreStillBound() {
        Map<String, String> written = valid("[ifs]");
        Main main = new Main();
        written.forEach((key, value) -> main.addInitialProperty(CLIENTS + key, value));
        main.addInitialProperty("camel.component.oidc-token.repository", "memory");
        main.addInitialProperty("camel.component.oidc-token.lazy-start-producer", "true");
        main.start();
        try {
            OidcTokenComponent component = TestContext.componentOf(main);

            assertThat(component.getRepository()).isEqualTo("memory");
            assertThat(component.isLazyStartProducer()).isTrue();
            assertThat(component.names()).containsExactly("ifs");
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository=#bean:shared", "repository=shared", "token-repository=#bean:shared"})
    void theRepositoryIsABeanByReferenceOrByName(String option) {
        Main main = new Main();
        main.bind("shared", new SharedRepository());
        main.bind("other", new SharedRepository());
        main.addInitialProperty("camel.component.oidc-token." + option.split("=", -1)[0], option.split("=", -1)[1]);
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].grant", "refresh_token");
        written.put("[ifs].refresh-token", "seed");
        written.forEach((key, value) -> main.addInitialProperty(CLIENTS + key, value));
        main.start();
        try {
            assertThat(TestContext.componentOf(main).names()).containsExactly("ifs");
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUSH ", " HUSH", "HUSH\n"})
    void whiteSpaceAroundASecretIsKeptAndToldOnce(String secret) {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].client-secret", secret);
        try (CapturedLog log = CapturedLog.open()) {
            ClientRegistration client = read("ifs", written);

            assertThat(client.clientSecret()).isEqualTo(Secret.of(secret));
            assertThat(log.text().lines().filter(line -> line.contains("white space")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "clients[ifs].client-secret begins or ends with white space")
                    .doesNotContain("HUSH");
        }
    }

    @ParameterizedTest
    @CsvSource({"password, password", "refresh_token, refresh-token"})
    void whiteSpaceAroundOtherSecretsIsToldToo(String grant, String option) {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].grant", grant);
        written.put("[ifs]." + option, "HUSH\n");
        if (grant.equals("password")) {
            written.put("[ifs].username", "alice");
        } else {
            written.put("[ifs].reusable-refresh-token", "true");
        }
        try (CapturedLog log = CapturedLog.open()) {
            read("ifs", written);

            assertThat(log.text()).contains("clients[ifs]." + option + " begins or ends with white space");
        }
    }

    @Test
    void aSecretWithoutWhiteSpaceAroundItIsNotWorthAWord() {
        try (CapturedLog log = CapturedLog.open()) {
            read("ifs", valid("[ifs]"));

            assertThat(log.text()).doesNotContain("white space");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "clients[ifs].client-secrte, clients[ifs].client-secrte is not an option. Did you mean 'client-secret'?",
        "clients.ifs.clientSecrte, clients.ifs.clientSecrte is not an option. Did you mean 'client-secret'?",
        "clients[ifs].pasword, clients[ifs].pasword is not an option. Did you mean 'password'?",
        "clients[ifs].registration, clients[ifs].registration is not an option. It is one of the Spring Boot starter.",
        "ssl-bundle, camel.component.oidc-token.ssl-bundle is not an option of the oidc-token component. It is one of the"
                + " Spring Boot starter. Set ssl-context-parameters here.",
        "clients[ifs].wholly-different, clients[ifs].wholly-different is not an option.",
        "client[ifs].client-secret, camel.component.oidc-token.client[ifs].client-secret is not an option of the"
                + " oidc-token"
                + " component. Did you mean 'clients'?",
        "client-secret, camel.component.oidc-token.client-secret is not an option of the oidc-token component. It is an"
                + " option of a client: write camel.component.oidc-token.clients[NAME].client-secret.",
        "clients[ifs].parameters.x-y, clients[ifs].parameters.x-y is not read as written. Put the name of the"
                + " parameter in"
                + " brackets: parameters[name].",
        "clients[ifs].client-secret.x, clients[ifs].client-secret.x is not an option: nothing but a position in a"
                + " list can"
                + " follow client-secret.",
        "clients[ifs].registration, clients[ifs].registration is not an option. It is one of the Spring Boot starter.",
        "ssl-bundle, camel.component.oidc-token.ssl-bundle is not an option of the oidc-token component. It is one of the"
                + " Spring Boot starter. Set ssl-context-parameters here."
    })
    void aMistypedKeyStopsTheStartAndNeverShowsItsValue(String key, String message) {
        Map<String, String> written = valid("[ifs]");
        Main main = new Main();
        written.forEach((k, value) -> main.addInitialProperty(CLIENTS + k, value));
        main.addInitialProperty("camel.component.oidc-token." + key, "HUSH");

        try (CapturedLog log = CapturedLog.open()) {
            Throwable failure = catchThrowable(main::start);

            assertThat(Failures.text(failure)).contains(message).doesNotContain("HUSH");
            assertThat(log.text()).doesNotContain("HUSH");
        } finally {
            main.stop();
        }
    }

    @Test
    void aMistypedSystemPropertyStopsTheStart() {
        String key = CLIENTS + "[ifs].client-secrte";
        System.setProperty(key, "HUSH");
        try {
            Throwable failure = catchThrowable(() -> start(valid("[ifs]")));

            assertThat(Failures.text(failure))
                    .contains("Did you mean 'client-secret'?")
                    .doesNotContain("HUSH");
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void aValueThatCamelCannotBindDoesNotShowTheSecretsBesideIt() {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].client-secret", "HUSH");
        written.put("[ifs].scope", "#bean:nowhere");

        Throwable failure = catchThrowable(() -> start(written));

        assertThat(Failures.text(failure)).contains("nowhere").doesNotContain("HUSH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{hashicorp:secret:ifs#pw}}", "{{secret:ifs/pw}}", "{{elsewhere}}"})
    void aSecretFromAPropertyFunctionThatIsNotThereStopsTheStart(String secret) {
        Map<String, String> written = valid("[ifs]");
        written.put("[ifs].client-secret", secret);
        Main main = new Main();
        main.addInitialProperty("elsewhere", "{{aws:ifs}}");
        written.forEach((key, value) -> main.addInitialProperty(CLIENTS + key, value));
        try {
            Throwable failure = catchThrowable(main::start);

            assertThat(Failures.text(failure))
                    .containsPattern(
                            "clients\\[ifs].client-secret needs the property function '(hashicorp|secret|aws)', which"
                                    + " is not there. Add camel-[a-z-]+ to the classpath");
        } finally {
            main.stop();
        }
    }

    private static ClientRegistration read(String client, Map<String, String> written) {
        Main main = start(written);
        try {
            return TestContext.componentOf(main).client(client).registration();
        } finally {
            main.stop();
        }
    }

    private static Main start(Map<String, String> written) {
        Map<String, String> properties = new TreeMap<>();
        written.forEach((key, value) -> properties.put(CLIENTS + key, value));
        return TestContext.main(properties);
    }

    private static Map<String, String> valid(String name) {
        return new TreeMap<>(Map.of(
                name + ".token-endpoint", "https://id.example.com/token",
                name + ".client-id", "camel",
                name + ".client-secret", "s3cret"));
    }
}
