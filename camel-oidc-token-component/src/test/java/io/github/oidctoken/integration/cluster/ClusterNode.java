package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.NodeLine.Kind;
import io.github.oidctoken.oauth2.repository.EncryptingTokenRepository;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.JdbcTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.testkit.CamelApplication;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One node: an application of camel-main that calls an API all the time, and tells what happens in {@link NodeLine}s on its standard output. Its three
 * callers pause for 200 ms after each call. Its argument is a file of properties: those of camel-main, and the ones named here.
 */
public final class ClusterNode {

    static final String NAME = "node.name";
    static final String API = "node.api";
    static final String DATABASE = "node.database";
    static final String ENCRYPTION_KEYS = "node.encryption-keys";

    private static final int CALLERS = 3;
    private static final long PAUSE_MILLIS = 200;
    private static final int NETWORK_SECONDS = 2;

    private final Properties properties;
    private final PrintStream output;

    private ClusterNode(Properties properties, PrintStream output) {
        this.properties = properties;
        this.output = output;
    }

    public static void main(String[] arguments) throws Exception {
        new ClusterNode(read(Path.of(arguments[0])), new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    /** Returns when the application has started; its callers keep the JVM alive. */
    @SuppressWarnings("FutureReturnValueIgnored") // callers end with the JVM
    private void run() throws Exception {
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("camel."))
                .forEach(name -> settings.put(name, setting(name)));
        settings.put("camel.component.http.http-client-configurer", "#bean:sender");
        HttpClientConfigurer sender = client -> client.setUserAgent(setting(NAME));
        TokenEventListener events = this::tell;
        CamelApplication application = CamelApplication.start(
                settings,
                """
                - route:
                    id: calls
                    routePolicy: oidc-token:cluster
                    from:
                      uri: direct:calls
                      steps:
                        - to: %s
                """.formatted(setting(API)),
                Map.of("repository", repository(), "events", events, "sender", sender));
        ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            ProducerTemplate template = application.template();
            callers.scheduleWithFixedDelay(() -> call(template), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private TokenRepository repository() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(setting(DATABASE));
        dataSource.setConnectTimeout(NETWORK_SECONDS);
        dataSource.setSocketTimeout(NETWORK_SECONDS);
        TokenRepository documents = JdbcTokenRepository.builder(dataSource)
                .queryTimeout(Duration.ofSeconds(1))
                .createTable()
                .build();
        return new ToldRepository(
                new EncryptingTokenRepository(documents, EncryptionKeys.parse(setting(ENCRYPTION_KEYS))),
                access -> tell(Kind.ACCESS, Instant.now(), Duration.ZERO, access));
    }

    private void call(ProducerTemplate template) {
        Instant began = Instant.now();
        long beganNanos = System.nanoTime();
        Exchange exchange = template.request("direct:calls", request -> {});
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        Exception failure = exchange.getException();
        if (failure == null) {
            tell(Kind.CALL, began, took, "-");
        } else {
            tell(Kind.FAILED, began, took, failure.toString());
        }
    }

    private void tell(TokenEvent event) {
        tell(
                Kind.TOKEN,
                Instant.now().minus(event.took()),
                event.took(),
                event.type() + " " + Objects.requireNonNullElse(event.fingerprint(), "-") + " "
                        + Objects.requireNonNullElse(event.failure(), "-"));
    }

    private void tell(Kind kind, Instant at, Duration took, String text) {
        output.println(new NodeLine(kind, at, took, text).line());
    }

    private String setting(String name) {
        return Objects.requireNonNull(properties.getProperty(name), name);
    }
}
