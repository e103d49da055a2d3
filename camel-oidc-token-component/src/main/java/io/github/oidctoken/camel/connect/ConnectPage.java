package io.github.oidctoken.camel.connect;

import io.github.oidctoken.camel.connect.ConnectableClient.Begun;
import io.github.oidctoken.camel.connect.ConnectableClient.CodeSignIn;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Answers the requests for the overview, with its forms. Thread-safe. */
final class ConnectPage extends Page {

    private final @Nullable OneTimeAddress address;
    private final FormOrigin origin;

    /**
     * @param address lets people in; absent when a guard does
     * @param self the page, relative to itself
     */
    ConnectPage(
            Supplier<Collection<? extends ConnectableClient>> clients,
            BrowserSessions sessions,
            @Nullable OneTimeAddress address,
            FormOrigin origin,
            String self) {
        super(clients, sessions, self);
        this.address = address;
        this.origin = origin;
    }

    @Override
    CompletionStage<Answer> answer(Exchange exchange) {
        Message message = exchange.getMessage();
        return "POST".equals(message.getHeader(Exchange.HTTP_METHOD, String.class)) ? act(message) : show(message);
    }

    private CompletionStage<Answer> show(Message message) {
        String token = message.getHeader("token", String.class);
        if (token != null && address != null) {
            if (address.redeem(token)) {
                sessions.letIn(message);
                LOG.info("Connect page: a browser was let in by the address that was printed");
                return now(Answer.seeOther(overview));
            }
            return now(closed());
        }
        String session = sessions.of(message).orElse(null);
        if (session == null && address != null) {
            return now(closed());
        }
        String present = session == null ? sessions.letIn(message) : session;
        return overview(present);
    }

    private CompletionStage<Answer> overview(String session) {
        List<CompletableFuture<PageView.Shown>> pending =
                clients.get().stream().map(ConnectPage::shown).toList();
        return CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<PageView.Shown> shown =
                            pending.stream().map(CompletableFuture::join).toList();
                    String page = new PageView(Instant.now()).overview(shown, sessions.formToken(session));
                    return shown.stream().anyMatch(PageView.Shown::isWaiting)
                            ? Answer.updatingPage(page)
                            : Answer.page(200, page);
                });
    }

    private static CompletableFuture<PageView.Shown> shown(ConnectableClient client) {
        // that the repository cannot be read is told by explain
        CompletionStage<Optional<CodeSignIn>> byCode = client.signInByCode().exceptionally(failure -> Optional.empty());
        return client.explain()
                .thenCombine(byCode, (told, signIn) -> new PageView.Shown(client, told, signIn.orElse(null)))
                .toCompletableFuture();
    }

    private CompletionStage<Answer> act(Message message) {
        String session = sessions.of(message).orElse(null);
        if (session == null) {
            return now(address == null ? refused("This browser has not opened the page before.") : closed());
        }
        if (!origin.isOwn(message)) {
            return now(refused("The form was not sent from this page."));
        }
        if (!sessions.isFormToken(session, message.getHeader("csrf", String.class))) {
            return now(refused("The form is not of this session."));
        }
        String name = message.getHeader("client", "", String.class);
        ConnectableClient client = clients.get().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        if (client == null) {
            return now(refused("There is no such client."));
        }
        return switch (message.getHeader("do", "", String.class)) {
            case "connect" -> connect(client, message);
            case "disconnect" -> disconnect(client);
            default -> now(refused("The page does not know what to do."));
        };
    }

    private CompletionStage<Answer> connect(ConnectableClient client, Message message) {
        String obstacle = client.obstacle();
        if (obstacle != null) {
            return now(refused(obstacle));
        }
        return client.begin(message).thenApply(begun -> {
            if (begun instanceof Begun.AtServer server) {
                URI uri = server.uri();
                return Answer.page(
                        200,
                        PageView.goOn(
                                "Sign in for " + client.name(), uri.toString(), "Go on to " + uri.getAuthority()));
            }
            return Answer.seeOther(overview);
        });
    }

    private CompletionStage<Answer> disconnect(ConnectableClient client) {
        return client.disconnect()
                .thenApply(problem -> problem.map(text -> Answer.page(
                                200,
                                PageView.problem(
                                        "Disconnected here",
                                        "The session has ended on all nodes, but the server was not told: " + text,
                                        overview)))
                        .orElseGet(() -> Answer.seeOther(overview)));
    }

    private Answer closed() {
        if (address != null) {
            address.print();
        }
        return Answer.page(
                403,
                PageView.problem(
                        "This page is closed",
                        "Open the address that the application has printed last in its log (\"Connect page: open ...\")."
                                + " Each address works once, for one browser, until the application stops.",
                        null));
    }

    private Answer refused(String reason) {
        return Answer.page(403, PageView.problem("Nothing was changed", reason + " Open the page again.", overview));
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
