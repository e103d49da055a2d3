package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenComponent;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.util.FileSystemUtils;

/**
 * Measures what 20 clients without traffic add to the start of an application: pairs of fresh JVMs, one with the starter and a guarded route, one with the same
 * route and neither the starter nor the component on its class path. Prints the milliseconds from the start of each JVM to the started application, the
 * processor time that its main thread took, which other work on the machine changes less, and the medians of the differences: of each five pairs, and of
 * all. Single pairs differ by hundreds of milliseconds on a machine with two processors, which the compiler's threads keep busy.
 *
 * <p>Starter and component are packed into jars, as applications have them: a directory on the class path costs a look at the disk for every class of the
 * whole application, which would be most of what is measured.
 *
 * <p>Run it from the tests' class path, on a machine that does nothing else; an argument is the number of pairs, 25 when there is none.
 */
final class StartUpCost {

    private final String with;
    private final String without;

    private StartUpCost(Path jars) throws IOException {
        List<Path> starter = List.of(place(OidcTokenAutoConfiguration.class), place(OidcTokenComponent.class));
        List<String> rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !starter.contains(Path.of(entry).toAbsolutePath()))
                .toList();
        List<String> all = new ArrayList<>(rest);
        for (Path part : starter) {
            all.add(jar(part, jars));
        }
        this.with = String.join(File.pathSeparator, all);
        this.without = String.join(File.pathSeparator, rest);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int pairs = arguments.length == 0 ? 25 : Integer.parseInt(arguments[0]);
        Path jars = Files.createTempDirectory("start-up-cost");
        StartUpCost cost = new StartUpCost(jars);
        try {
            cost.measure(pairs);
        } finally {
            FileSystemUtils.deleteRecursively(jars);
        }
    }

    private void measure(int pairs) throws IOException, InterruptedException {
        start(true);
        start(false);
        List<Started> differences = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            // the one that goes first changes, so that neither always finds the warmer machine
            Started first = start(pair % 2 == 0);
            Started second = start(pair % 2 != 0);
            Started with = pair % 2 == 0 ? first : second;
            Started without = pair % 2 == 0 ? second : first;
            differences.add(with.minus(without));
            System.out.println("with " + with + ", without " + without + ", difference " + with.minus(without));
        }
        for (int from = 0; from + 5 <= pairs && pairs > 5; from += 5) {
            System.out.println("median of five: " + median(differences.subList(from, from + 5)));
        }
        System.out.println("median of all: " + median(differences));
    }

    private static Started median(List<Started> started) {
        return new Started(
                median(started.stream().map(Started::millis)),
                median(started.stream().map(Started::processorMillis)));
    }

    private static long median(Stream<Long> values) {
        List<Long> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String jar(Path part, Path jars) throws IOException {
        if (!Files.isDirectory(part)) {
            return part.toString();
        }
        String jar = Files.createTempFile(jars, "part", ".jar").toString();
        int failure = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar, "-C", part.toString(), ".");
        if (failure != 0) {
            throw new IllegalStateException("no jar of " + part);
        }
        return jar;
    }

    private Started start(boolean whole) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        whole ? with : without,
                        Application.class.getName(),
                        String.valueOf(whole))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines()
                .filter(line -> line.startsWith("STARTED "))
                .map(line -> line.split(" ", -1))
                .map(words -> new Started(Long.parseLong(words[1]), Long.parseLong(words[2])))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(output));
    }

    private static Path place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toAbsolutePath();
    }

    private record Started(long millis, long processorMillis) {

        Started minus(Started other) {
            return new Started(millis - other.millis, processorMillis - other.processorMillis);
        }

        @Override
        public String toString() {
            return millis + " ms (" + processorMillis + " ms of processor time)";
        }
    }

    /** The application that is started. It needs nothing of the starter to be loaded without it. */
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) {
            boolean with = Boolean.parseBoolean(arguments[0]);
            List<String> properties = new ArrayList<>(List.of(
                    "--spring.main.banner-mode=off",
                    "--camel.main.routes-include-pattern=classpath:start-up/" + (with ? "with" : "without") + ".yaml"));
            for (int i = 0; with && i < 20; i++) {
                String client = "--camel.component.oidc-token.clients.c" + i + ".";
                properties.add(client + "provider=keycloak");
                properties.add(client + "base-url=https://id" + i + ".example.com");
                properties.add(client + "realm=acme");
                properties.add(client + "client-id=camel");
                properties.add(client + "client-secret=s3cret");
                properties.add(client + "targets=https://api.example.com");
            }
            new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run(properties.toArray(String[]::new));
            System.out.println("STARTED "
                    + (System.currentTimeMillis()
                            - ManagementFactory.getRuntimeMXBean().getStartTime())
                    + " " + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000);
            System.exit(0);
        }
    }
}
