package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Camel's tools read of the component: the catalog completes and checks endpoints by it. */
class CatalogTest {

    private final DefaultCamelCatalog catalog = new DefaultCamelCatalog();

    @BeforeEach
    void add() throws IOException {
        try (InputStream json = getClass().getResourceAsStream("/META-INF/io/github/oidctoken/camel/oidc-token.json")) {
            catalog.addComponent(
                    "oidc-token",
                    OidcTokenComponent.class.getName(),
                    new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oidc-token:ifs",
                "oidc-token:ifs?output=header&scope=orders",
                "oidc-token:ifs?operation=introspect",
                "oidc-token:api?provider=entra&tenant=t&clientId=camel&clientSecret={{env:X}}&scope=a/.default",
                "oidc-token:ifs?refreshMargin=30s&maxWait=2m&keepAlive=true&maxPrincipals=7",
                "oidc-token:ifs?parameters.tenant=acme&refreshParameters.a=b&authorizationParameters.prompt=login",
            })
    void endpointsAsTheDocumentationHasThemAreValid(String uri) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri);

        assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oidc-token:ifs?outptu=header          | outptu   | Unknown option",
                "oidc-token:ifs?operation=tokne        | operation | Invalid enum value",
                "oidc-token:ifs?output=heder           | output   | Invalid enum value",
                "oidc-token:ifs?grant=clientcredential | grant    | Invalid enum value",
                "oidc-token:ifs?keepAlive=yep          | keepAlive | Invalid boolean value",
                "oidc-token:ifs?maxPrincipals=many     | maxPrincipals | Invalid integer value",
                "oidc-token:ifs?maxWait=soon           | maxWait  | {maxWait=soon}",
                "oidc-token:                           | oidc-token | Expected scheme-specific part",
            })
    void mistakesAreFoundBeforeAnythingRuns(String uri, String option, String problem) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri);

        assertThat(result.isSuccess()).isFalse();
        assertThat(result.summaryErrorMessage(false) + result.getInvalidDuration() + result.getSyntaxError())
                .contains(option, problem);
    }

    @Test
    void everyOptionCanBeShownToAPerson() {
        List<BaseOptionModel> options = new java.util.ArrayList<>(model().getComponentOptions());
        options.addAll(model().getEndpointOptions());
        options.addAll(model().getEndpointHeaders());

        assertThat(options).allSatisfy(option -> {
            assertThat(option.getDescription())
                    .as(option.getName())
                    .endsWith(".")
                    .hasSizeGreaterThan(20);
            assertThat(option.getGroup()).as(option.getName()).isIn(GROUPS);
            if (option.getEnums() != null && option.getDefaultValue() != null) {
                assertThat(option.getEnums())
                        .as(option.getName())
                        .contains(option.getDefaultValue().toString());
            }
        });
    }

    private static final Set<String> GROUPS = Set.of(
            "common",
            "health",
            "producer",
            "producer (advanced)",
            "consumer",
            "consumer (advanced)",
            "security",
            "keycloak",
            "advanced");

    @Test
    void secretsAreMarkedSoThatToolsHideThem() {
        assertThat(model().getEndpointOptions().stream()
                        .filter(BaseOptionModel::isSecret)
                        .map(BaseOptionModel::getName))
                .contains("clientSecret", "password", "refreshToken", "subjectToken", "actorToken");
        assertThat(model().getComponentOptions().stream()
                        .filter(BaseOptionModel::isSecret)
                        .map(BaseOptionModel::getName))
                .containsExactly("encryptionKeys");
    }

    @Test
    void everyHeaderConstantIsDocumentedAndTheOthersAreExchangeProperties() {
        List<String> constants = Arrays.stream(OidcTokenConstants.class.getFields())
                .map(CatalogTest::value)
                .filter(value -> value.startsWith("CamelOidcToken"))
                .filter(value -> !EXCHANGE_PROPERTIES.contains(value))
                .toList();

        assertThat(constants).hasSizeGreaterThan(10);
        assertThat(model().getEndpointHeaders().stream().map(BaseOptionModel::getName))
                .containsAll(constants);
    }

    private static final Set<String> EXCHANGE_PROPERTIES =
            Set.of(OidcTokenConstants.CLAIMS, OidcTokenConstants.HEADER_VALUE);

    @Test
    void theClientIsTheOnlyPartOfThePathAndNeeded() {
        List<EndpointOptionModel> path = model().getEndpointPathOptions();

        assertThat(path).extracting(BaseOptionModel::getName).containsExactly("client");
        assertThat(path.get(0).isRequired()).isTrue();
        assertThat(model().getScheme()).isEqualTo("oidc-token");
        assertThat(model().getLabel()).isEqualTo("security");
    }

    @Test
    void anEndpointIsBuiltFromItsOptions() throws Exception {
        assertThat(catalog.asEndpointUri("oidc-token", Map.of("client", "ifs", "output", "header"), false))
                .isEqualTo("oidc-token:ifs?output=header");
    }

    private ComponentModel model() {
        return catalog.componentModel("oidc-token");
    }

    private static String value(java.lang.reflect.Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
