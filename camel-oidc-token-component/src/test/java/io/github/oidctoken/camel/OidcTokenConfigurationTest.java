package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientAuthenticationMethod;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.RenewalSettings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;

class OidcTokenConfigurationTest {

    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            String.class,
            "text",
            Duration.class,
            Duration.ofSeconds(7),
            Integer.class,
            7,
            boolean.class,
            true,
            Map.class,
            Map.of("name", "value"));

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ConfigurationOptions options = ConfigurationOptions.of(context);
    private final ClientOptionReader reader = new ClientOptionReader(options, new PropertyFunctions(context));

    @Test
    void everyOptionOfTheBeanReachesTheEngineWithItsValue() throws Exception {
        for (Field field : uriParams().toList()) {
            OidcTokenConfiguration bean = new OidcTokenConfiguration();
            Object sample = SAMPLES.get(field.getType());
            OidcTokenConfiguration.class
                    .getMethod("set" + capitalized(field), field.getType())
                    .invoke(bean, sample);

            Map<String, Object> read = reader.read("ifs", bean);

            assertThat(read).isEqualTo(Map.of(field.getName(), sample));
            assertThat(ClientOptions.of("ifs", read)).hasToString("ClientOptions[ifs, " + field.getName() + "]");
        }
    }

    @Test
    void theBeanHasTheOptionsThatTheEngineReadsAndNoOthers() throws IOException {
        Set<String> fields = uriParams().map(Field::getName).collect(Collectors.toSet());

        assertThat(readByTheEngine()).containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void documentedDefaultsAreThoseOfTheEngine() throws Exception {
        for (RecordComponent setting : RenewalSettings.class.getRecordComponents()) {
            UriParam documented = OidcTokenConfiguration.class
                    .getDeclaredField(setting.getName())
                    .getAnnotation(UriParam.class);
            Object expected = setting.getAccessor().invoke(RenewalSettings.DEFAULTS);

            assertThat(context.getTypeConverter().convertTo(setting.getType(), documented.defaultValue()))
                    .as(setting.getName())
                    .isEqualTo(expected);
        }
    }

    @Test
    void documentedClientAuthenticationsAreThoseOfTheEngine() throws Exception {
        String[] documented = OidcTokenConfiguration.class
                .getDeclaredField("clientAuthentication")
                .getAnnotation(UriParam.class)
                .enums()
                .split(",", -1);

        assertThat(documented)
                .containsExactlyInAnyOrder(Arrays.stream(ClientAuthenticationMethod.values())
                        .map(ClientAuthenticationMethod::value)
                        .toArray(String[]::new));
    }

    @Test
    void secretsAreMarkedAndHiddenInUris() {
        Set<String> secrets = uriParams()
                .filter(field -> field.getAnnotation(UriParam.class).secret())
                .map(Field::getName)
                .collect(Collectors.toSet());

        assertThat(secrets)
                .containsExactlyInAnyOrder("clientSecret", "password", "refreshToken", "subjectToken", "actorToken");
        assertThat(secrets).isEqualTo(EndpointClients.SECRETS);
        assertThat(secrets)
                .allSatisfy(secret -> assertThat(
                                URISupport.sanitizeUri("oidc-token:x?scope=a&" + secret + "=HUSH&audience=b"))
                        .doesNotContain("HUSH"));
    }

    @Test
    void aCopyDoesNotFollowItsOriginal() {
        OidcTokenConfiguration original = new OidcTokenConfiguration();
        original.setScope("orders");
        Map<String, Object> parameters = new TreeMap<>(Map.of("tenant", "acme"));
        original.setParameters(parameters);

        OidcTokenConfiguration copy = original.copy();
        original.setScope("other");
        parameters.put("tenant", "other");

        assertThat(copy.getScope()).isEqualTo("orders");
        assertThat(copy.getParameters()).isEqualTo(Map.of("tenant", "acme"));
    }

    @Test
    void camelBindsDurationsAndNestedParametersToTheBean() {
        OidcTokenConfiguration bean = new OidcTokenConfiguration();
        Map<String, Object> written = new TreeMap<>(Map.of(
                "max-wait",
                "2m",
                "readLimit",
                "PT20S",
                "parameters[x-y]",
                "1",
                "parameters.plain",
                "2",
                "grant",
                "password"));

        PropertyBindingSupport.build().withIgnoreCase(true).bind(context, bean, written);

        assertThat(bean.getMaxWait()).isEqualTo(Duration.ofMinutes(2));
        assertThat(bean.getReadLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(bean.getParameters()).isEqualTo(Map.of("x-y", "1", "plain", "2"));
        assertThat(bean.getGrant()).isEqualTo("password");
    }

    private static Stream<Field> uriParams() {
        return Arrays.stream(OidcTokenConfiguration.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class));
    }

    private static String capitalized(Field field) {
        return field.getName().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + field.getName().substring(1);
    }

    /** Option names in the engine's sources and in the presets, where each appears in the call or template that reads it. */
    private static Set<String> readByTheEngine() throws IOException {
        Path main = Path.of("src/main");
        Set<String> names = new TreeSet<>();
        String sources = read(main.resolve("java/io/github/oidctoken/oauth2/client"));
        collect(
                sources,
                "(?:text|secret|list|map|flag|required|requiredSecret|endpoint|duration|durationOrZero|number)\\(\\s*\"(\\w+)\"",
                names);
        String presets = read(main.resolve("resources/META-INF/oidc-token/providers"));
        collect(presets, "\\{(\\w+)}", names);
        return names;
    }

    private static void collect(String text, String regex, Set<String> names) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }

    private static String read(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            StringBuilder text = new StringBuilder();
            for (Path file : found) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
