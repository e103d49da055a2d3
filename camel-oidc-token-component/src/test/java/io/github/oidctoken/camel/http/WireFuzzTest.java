package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.camel.TestCertificate;
import io.github.oidctoken.testkit.BuildLog;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of hostile URIs through the real producers. The judge is the wire: whatever reaches any server with the
 * token has to be at the target's server and below the target's path, and no sure call to the target goes without.
 */
class WireFuzzTest {

    private static final int CALLS = 1_980;

    /** Each calls one of the other producers. */
    private static final int CALLS_OF_REST = 360;

    private static final int CALLS_OF_A_VARIANT = 180;

    /** camel-http calls on the caller's thread, so nobody else can end a call that hangs. */
    private static final int BOUND_MILLIS = 5_000;

    private final List<RawServer> servers = new ArrayList<>();
    private final FakeClients clients = new FakeClients();
    private final CamelContext context = HttpTest.newContext(clients);

    @BeforeEach
    void start() {
        context.addComponent(FurtherComponent.SCHEME, new FurtherComponent());
        clients.include(FurtherComponent.SCHEME);
        for (String name : List.of("http", "https")) {
            var http = context.getComponent(name, org.apache.camel.component.http.HttpComponent.class);
            http.setConnectTimeout(BOUND_MILLIS);
            http.setConnectionRequestTimeout(BOUND_MILLIS);
            http.setResponseTimeout(BOUND_MILLIS);
        }
        // a request that camel-vertx-http cannot write has no end, and would keep others from its connection
        context.getComponent("vertx-http", VertxHttpComponent.class)
                .setWebClientOptions(new WebClientOptions().setKeepAlive(false).setMaxPoolSize(1_000));
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        for (RawServer server : servers) {
            server.close();
        }
    }

    private RawServer server(ServerSocket socket) {
        RawServer server = RawServer.start(socket, WireFuzz.recording());
        servers.add(server);
        return server;
    }

    private RawServer server(String address, int port) throws IOException {
        return server(new ServerSocket(port, 200, InetAddress.getByName(address)));
    }

    /** At a port that another address has free too: at 127.0.0.1 many are taken for a minute after each call. */
    private static ServerSocket portOf(String address, String other) throws IOException {
        for (int i = 0; i < 20; i++) {
            ServerSocket socket = new ServerSocket(0, 200, InetAddress.getByName(address));
            try (ServerSocket free = new ServerSocket(socket.getLocalPort(), 1, InetAddress.getByName(other))) {
                if (free.isBound()) {
                    return socket;
                }
            } catch (BindException e) {
                socket.close();
            }
        }
        throw new BindException("No port that is free at both " + address + " and " + other);
    }

    private WireFuzz plain(String title, String host, String neighbour) throws IOException {
        ServerSocket neighbours = portOf(neighbour, host);
        RawServer target = server(host, neighbours.getLocalPort());
        List<RawServer> foreign = List.of(server("127.0.0.1", 0), server(neighbours));
        String origin = "http://" + host + ":" + target.port();
        context.start();
        return new WireFuzz(
                title,
                context,
                FakeClient.of("ifs", origin + "/api"),
                origin,
                target,
                foreign,
                List.of(
                        "127.0.0.1:" + foreign.get(0).port(),
                        neighbour + ":" + target.port(),
                        "localhost:" + target.port()));
    }

    @ParameterizedTest
    @EnumSource
    void noTokenLeavesTheTargets(HttpComponent component) throws Exception {
        plain(component.toString(), "127.0.0.1", "127.0.0.2")
                .run(component::endpoint, component.isRest() ? CALLS_OF_REST : CALLS);
    }

    @Test
    void noTokenLeavesTheTargetsByAComponentThatIsNotKnown() throws Exception {
        plain("a further component", "127.0.0.1", "127.0.0.2").run(uri -> "further:" + uri, CALLS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "REST_.*")
    void noTokenLeavesTargetsAtAnIpv6Address(HttpComponent component) throws Exception {
        boolean present = hasIpv6();
        if (!present) {
            BuildLog.print("SKIPPED: hostile URIs to [::1], since this machine has no IPv6");
        }
        assumeTrue(present);
        plain(component + " to [::1]", "[::1]", "127.0.0.1").run(component::endpoint, CALLS_OF_A_VARIANT);
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "REST_.*")
    void noTokenLeavesTargetsThatSpeakTls(HttpComponent component, @TempDir Path folder) throws Exception {
        SSLContextParameters tls = LoopbackTls.of(TestCertificate.forHost("localhost"), folder);
        LoopbackTls.use(tls, context);
        var sockets = tls.createSSLContext(context).getServerSocketFactory();
        RawServer target = server(sockets.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
        RawServer other = server(sockets.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
        RawServer neighbour =
                server(sockets.createServerSocket(target.port(), 200, InetAddress.getByName("127.0.0.2")));
        String origin = "https://127.0.0.1:" + target.port();
        context.start();
        new WireFuzz(
                        component + " over TLS",
                        context,
                        FakeClient.of("ifs", origin + "/api"),
                        origin,
                        target,
                        List.of(other, neighbour),
                        List.of(
                                "127.0.0.1:" + other.port(),
                                "127.0.0.2:" + target.port(),
                                "localhost:" + target.port()))
                .run(component::endpoint, CALLS_OF_A_VARIANT);
    }

    /** All names lead to the target's server, as behind a proxy: only the name that was asked for tells them apart. */
    @Test
    void noTokenIsForANameThatOnlyResolvesToTheTarget() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        context.getComponent("http", org.apache.camel.component.http.HttpComponent.class)
                .setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new SystemDefaultDnsResolver() {
                            @Override
                            public InetAddress[] resolve(String host) throws UnknownHostException {
                                asked.add(host);
                                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
                            }
                        })
                        .build());
        RawServer target = server("127.0.0.1", 0);
        String origin = "http://api.example.com:" + target.port();
        List<String> others =
                List.of("api.example.com.evil.example", "evil.example.com", "xn--pi-5cd.example.com", "127.0.0.1");
        context.start();

        new WireFuzz(
                        "HTTP with names",
                        context,
                        FakeClient.insecure("ifs", origin + "/api"),
                        origin,
                        target,
                        List.of(),
                        others.stream().map(name -> name + ":" + target.port()).toList())
                .run(HttpComponent.HTTP::endpoint, CALLS);

        assertThat(asked).contains("api.example.com");
        assertThat(others.stream().filter(asked::contains)).hasSizeGreaterThanOrEqualTo(3);
    }
}
