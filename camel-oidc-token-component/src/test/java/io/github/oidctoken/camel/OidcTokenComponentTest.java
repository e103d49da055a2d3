package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.person;
import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OidcTokenComponentTest {

    private final TestContext camel = TestContext.create();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void anUnknownClientIsAnsweredWithThoseThereAreAndTheNearest() {
        camel.client("ifs", service("camel")).client("kobil", service("other")).start();

        assertThatThrownBy(() -> camel.component.client("ifx"))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessage(
                        "Client 'ifx': no such client is configured. Configured are: ifs, kobil. Did you mean 'ifs'?");
    }

    @Test
    void withoutAnyClientTheMessageSaysWhatToWrite() {
        camel.start();

        assertThatThrownBy(() -> camel.component.client("ifs"))
                .hasMessageContaining("nor any other")
                .hasMessageContaining("camel.component.oidc-token.clients[ifs].client-id")
                .hasMessageNotContaining("Spring Boot");
    }

    @Test
    void inSpringBootWithoutTheStarterTheMessageSaysWhatToAdd() {
        camel.context.setClassResolver(new DefaultClassResolver() {
            @Override
            public Class<?> resolveClass(String name) {
                return name.equals("org.springframework.boot.SpringApplication")
                        ? Object.class
                        : super.resolveClass(name);
            }
        });
        camel.start();

        assertThatThrownBy(() -> camel.component.client("ifs"))
                .hasMessageContaining("In Spring Boot camel-oidc-token-starter reads them, which is not there");
    }

    @Test
    void clientsCanBeAskedForBeforeTheComponentIsStarted() {
        camel.client("ifs", service("camel"));

        assertThat(camel.component.client("ifs").registration().clientId()).isEqualTo("camel");
        assertThat(camel.component.names()).containsExactly("ifs");
    }

    @Test
    void theSameClientIsHandedOutEachTime() {
        camel.client("ifs", service("camel")).start();

        assertThat(camel.component.client("ifs")).isSameAs(camel.component.client("ifs"));
    }

    @Test
    void setClientsReplacesAllClients() {
        camel.client("old", service("camel"));
        camel.component.setClients(new TreeMap<>(Map.of("new", service("camel"))));

        assertThat(camel.component.names()).containsExactly("new");
        assertThat(camel.component.client("new").registration().name()).isEqualTo("new");
    }

    @Test
    void everythingThatIsWrongWithAllClientsIsToldAtOnce() {
        OidcTokenConfiguration withoutSecret = service("camel");
        withoutSecret.setClientSecret(null);
        OidcTokenConfiguration withoutEndpoint = service("camel");
        withoutEndpoint.setTokenEndpoint(null);
        camel.client("a", withoutSecret).client("b", withoutEndpoint).client("c", service("camel"));

        Throwable failure = catchThrowable(camel::start);

        assertThat(failure)
                .rootCause()
                .message()
                .satisfies(message -> assertThat(message.lines().toList())
                        .hasSize(2)
                        .satisfiesExactly(
                                first ->
                                        assertThat(first).startsWith("Client 'a': clients[a].client-secret is missing"),
                                second -> assertThat(second).startsWith("Client 'b': nothing says where to ask")));
    }

    @Test
    void startingAsksNoServer() {
        camel.client("ifs", service("camel")).client("fabric", person("alice")).start();

        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void twoClientsOfOneSessionWithOtherSecretsAreRefused() {
        OidcTokenConfiguration other = service("camel");
        other.setClientSecret("HUSH");
        other.setScope("orders");
        camel.client("a", service("camel")).client("b", other);

        Throwable failure = catchThrowable(camel::start);

        assertThat(Failures.text(failure))
                .contains("Client 'b': has the same server, client-id, grant and principal as client 'a'")
                .contains("another client-secret")
                .contains("clients[b].principal")
                .doesNotContain("HUSH");
    }

    @Test
    void twoClientsOfOnePersonWithOtherPasswordsAreRefused() {
        OidcTokenConfiguration other = person("alice");
        other.setPassword("HUSH");
        camel.client("a", person("alice")).client("b", other);

        assertThat(Failures.text(catchThrowable(camel::start)))
                .contains("another password")
                .doesNotContain("HUSH");
    }

    @Test
    void twoClientsMayShareASessionWithTheSameSecrets() {
        OidcTokenConfiguration orders = service("camel");
        orders.setScope("orders");
        camel.client("a", service("camel")).client("b", orders).start();

        assertThat(camel.component.client("b").registration().request().scopes())
                .containsExactly("orders");
    }

    @Test
    void aPrincipalOfItsOwnGivesAClientASessionOfItsOwn() {
        OidcTokenConfiguration other = service("camel");
        other.setClientSecret("other");
        other.setPrincipal("second");
        camel.client("a", service("camel")).client("b", other).start();

        assertThat(camel.component.client("b").registration().principal()).isEqualTo("second");
    }

    @Test
    void aRefreshTokenInTheConfigurationIsRefusedWithTheMemoryRepository() {
        camel.client("ifs", seeded());

        assertThat(Failures.text(catchThrowable(camel::start)))
                .contains("a restart would present the configured refresh token again")
                .contains("clients[ifs].reusable-refresh-token = true")
                .doesNotContain("HUSH");
    }

    @Test
    void aRefreshTokenThatIsNotRotatedMayLiveInMemory() {
        OidcTokenConfiguration reusable = seeded();
        reusable.setReusableRefreshToken(true);
        camel.client("ifs", reusable).start();

        assertThat(camel.component.client("ifs").registration().reusableRefreshToken())
                .isTrue();
    }

    @Test
    void theOnlyRepositoryBeanIsUsed() {
        camel.context.getRegistry().bind("shared", TokenRepository.class, new SharedRepository());
        camel.client("ifs", seeded()).start();

        assertThat(camel.component.client("ifs").registration().name()).isEqualTo("ifs");
    }

    @Test
    void ofSeveralRepositoryBeansTheOptionMustNameOne() {
        camel.context.getRegistry().bind("one", TokenRepository.class, new SharedRepository());
        camel.context.getRegistry().bind("two", TokenRepository.class, new SharedRepository());
        camel.client("ifs", seeded());

        assertThat(catchThrowable(camel::start))
                .rootCause()
                .hasMessageContaining("several TokenRepository beans: [one, two]")
                .hasMessageContaining("Set it to the name of one of them");
    }

    @Test
    void theOptionNamesOneOfSeveralRepositoryBeans() {
        camel.context.getRegistry().bind("one", TokenRepository.class, new SharedRepository());
        camel.context.getRegistry().bind("two", TokenRepository.class, new SharedRepository());
        camel.component.setRepository("two");
        camel.client("ifs", seeded()).start();

        assertThat(camel.component.client("ifs").registration().name()).isEqualTo("ifs");
    }

    @Test
    void memoryCanBeChosenAlthoughThereIsARepositoryBean() {
        camel.context.getRegistry().bind("one", TokenRepository.class, new SharedRepository());
        camel.component.setRepository("memory");
        camel.client("ifs", seeded());

        assertThat(catchThrowable(camel::start)).rootCause().hasMessageContaining("with the memory repository");
    }

    @Test
    void aRepositoryThatIsNotThereIsAnsweredWithThoseThatAre() {
        camel.context.getRegistry().bind("shared", TokenRepository.class, new SharedRepository());
        camel.component.setRepository("#bean:other");

        assertThat(catchThrowable(camel::start))
                .rootCause()
                .hasMessageContaining("knows no 'other'")
                .hasMessageContaining("TokenRepository beans: [shared]");
    }

    @Test
    void aPasswordGrantIsWarnedAboutOncePerClientAndStart() {
        OidcTokenConfiguration bob = person("bob");
        camel.client("a", person("alice")).client("b", bob).client("c", service("camel"));

        try (CapturedLog log = CapturedLog.open()) {
            camel.start();

            assertThat(log.text()
                            .lines()
                            .filter(line -> line.startsWith("WARN ") && line.contains("RFC 9700 section 2.4")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("Client 'a'"),
                            second -> assertThat(second).contains("Client 'b'"));
            assertThat(log.text()).doesNotContain("wonderland");
        }
    }

    @Test
    void aPlaceholderInABeanIsResolved() {
        camel.context.getPropertiesComponent().addInitialProperty("ifs.id", "camel");
        camel.client("ifs", service("{{ifs.id}}")).start();

        assertThat(camel.component.client("ifs").registration().clientId()).isEqualTo("camel");
    }

    @Test
    void aPlaceholderThatCannotBeResolvedIsNamedByItsOptionOnly() {
        OidcTokenConfiguration broken = service("camel");
        broken.setClientSecret("{{HUSH");
        camel.client("ifs", broken);

        assertThat(Failures.text(catchThrowable(camel::start)))
                .contains("clients[ifs].client-secret holds a {{placeholder}} that cannot be resolved")
                .doesNotContain("HUSH");
    }

    @Test
    void afterARestartClientsHandedOutBeforeGetTokensAgain() {
        camel.server.thenJson(200, token("first")).thenJson(200, token("second"));
        camel.client("ifs", service("camel")).start();
        var client = camel.component.client("ifs");
        TokenSource before = client.tokens(exchange());
        assertThat(before.get().value()).isEqualTo("first");

        camel.component.stop();
        assertThatThrownBy(() -> client.tokens(exchange())).hasMessageContaining("component is stopped");
        camel.component.start();

        assertThat(client.tokens(exchange()).get().value()).isEqualTo("second");
    }

    @Test
    void theTokensOfAFixedPrincipalAreLookedUpOnce() {
        camel.client("ifs", service("camel")).start();
        var client = camel.component.client("ifs");

        assertThat(client.tokens(exchange())).isSameAs(client.tokens(exchange()));
    }

    @Test
    void stoppingWaitsForARenewalUnderWay() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        camel.server.then(request -> {
            asked.countDown();
            await(answer);
            order.add("answered");
            return ScriptedTransport.json(200, token("first"));
        });
        camel.client("ifs", service("camel")).start();
        camel.component.client("ifs").tokens(exchange()).request();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        Thread stopping = new Thread(() -> {
            camel.component.stop();
            order.add("stopped");
        });
        stopping.start();
        Awaitility.await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        answer.countDown();
        stopping.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(List.copyOf(order)).containsExactly("answered", "stopped");
    }

    @Test
    void renewalsRunOnThreadsOfTheComponent() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        camel.server.then(request -> {
            threads.add(Thread.currentThread().getName());
            return ScriptedTransport.json(200, token("first"));
        });
        camel.client("ifs", service("camel")).start();

        camel.component.client("ifs").tokens(exchange()).get();

        assertThat(threads.poll(10, TimeUnit.SECONDS)).contains("oidc-token");
    }

    @Test
    void theThreadsOfTheComponentDoNotKeepTheClassLoaderOfWhoeverCalledFirst() throws Exception {
        BlockingQueue<ClassLoader> loaders = new LinkedBlockingQueue<>();
        camel.server.then(request -> {
            loaders.add(Thread.currentThread().getContextClassLoader());
            return ScriptedTransport.json(200, token("first"));
        });
        camel.client("ifs", service("camel")).start();
        ProducerTemplate template = camel.context.createProducerTemplate();
        Thread caller = new Thread(() -> template.send("oidc-token:ifs", exchange -> {}));
        caller.setContextClassLoader(
                new ClassLoader("of a web server", getClass().getClassLoader()) {});

        caller.start();

        assertThat(loaders.poll(10, TimeUnit.SECONDS)).isSameAs(getClass().getClassLoader());
    }

    @Test
    void aWrongClientIsRefusedByARunningComponentAndTheOthersGoOn() {
        camel.client("ifs", service("camel")).start();
        OidcTokenConfiguration wrong = service("late");
        wrong.setTokenEndpoint("nowhere");

        assertThatThrownBy(() -> camel.component.addClient("late", wrong))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining("clients[late].token-endpoint");

        assertThat(camel.component.names()).containsExactly("ifs");
        assertThat(camel.component.client("ifs")).isNotNull();
    }

    @Test
    void everyListenerHearsOfATokenEvenIfAnotherFails() throws Exception {
        BlockingQueue<TokenEvent> heard = new LinkedBlockingQueue<>();
        TokenEventListener failing = event -> {
            throw new IllegalStateException("on purpose");
        };
        camel.context.getRegistry().bind("1", TokenEventListener.class, failing);
        camel.context.getRegistry().bind("2", TokenEventListener.class, (TokenEventListener) heard::add);
        camel.server.thenJson(200, token("first"));
        camel.client("ifs", service("camel")).start();

        camel.component.client("ifs").tokens(exchange()).get();

        assertThat(heard.poll(10, TimeUnit.SECONDS))
                .extracting(TokenEvent::client)
                .isEqualTo("ifs");
    }

    private Exchange exchange() {
        return new DefaultExchange(camel.context);
    }

    private static OidcTokenConfiguration seeded() {
        OidcTokenConfiguration configuration = service("camel");
        configuration.setGrant("refresh_token");
        configuration.setRefreshToken("HUSH");
        return configuration;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
