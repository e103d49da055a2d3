package io.github.oidctoken.integration;

import io.github.oidctoken.oauth2.repository.EncryptingTokenRepository;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.FileTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.OrphanGuard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** A node of camel-main in a JVM of its own, which begins a sign-in by another device for the client {@code person} and asks for its end until it is killed. */
final class DeviceNode implements AutoCloseable {

    static final String ROUTES = """
            - route:
                from:
                  uri: direct:device
                  steps:
                    - to: oidc-token:person?operation=deviceAuthorization
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:person?output=body
            """;

    /** What it is called in the repository. */
    static final String NAME = "the-one-that-is-killed";

    private static final String OPEN = "open ";

    private final Process process;

    private DeviceNode(Process process) {
        this.process = process;
    }

    /** Starts a JVM. */
    static DeviceNode start(Path settings, Map<String, String> properties) throws IOException {
        Properties written = new Properties();
        written.putAll(properties);
        written.setProperty("camel.component.oidc-token.node-id", NAME);
        try (OutputStream out = Files.newOutputStream(settings)) {
            written.store(out, null);
        }
        return new DeviceNode(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanGuard.class.getName(),
                        String.valueOf(ProcessHandle.current().pid()),
                        Main.class.getName(),
                        settings.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Where the person signs in for it; waits until that is known. */
    URI verificationUri() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(OPEN)) {
                return URI.create(line.substring(OPEN.length()));
            }
        }
        throw new IOException("The node has ended");
    }

    /** Ends it by SIGKILL and returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What nodes have stored in a directory: who polls is in it, and each poll changes it. */
    static List<String> stored(Path directory) {
        TokenRepository documents = new EncryptingTokenRepository(
                FileTokenRepository.open(directory), EncryptionKeys.parse(SignInNode.KEYS));
        return documents.keys("").stream()
                .flatMap(key -> documents.find(key).stream())
                .map(TokenDocument::payload)
                .toList();
    }

    /** The node itself. */
    public static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
                properties.load(in);
            }
            Map<String, String> settings = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
            try (CamelApplication application = CamelApplication.start(settings, ROUTES)) {
                Map<?, ?> begun = (Map<?, ?>) application.template().requestBody("direct:device", (Object) null);
                new PrintStream(System.out, true, StandardCharsets.UTF_8)
                        .println(OPEN + begun.get("verification_uri_complete"));
                new CountDownLatch(1).await();
            }
        }
    }
}
