package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.util.Objects;

/** A person signs in at one node: the engine's own machine, driven step by step in a simulated world. */
final class SimulatedSignIn {

    private final SimulatedWorld world;
    private final Machine machine;
    private final SignIn signIn;

    SimulatedSignIn(
            SimulatedWorld world,
            Machine machine,
            ClientRegistration client,
            String accessKeyHash,
            String seedFingerprint) {
        this.world = world;
        this.machine = machine;
        TokenResponse response = world.server().signIn(client.request().scopes());
        Duration lifetime = Objects.requireNonNull(response.expiresIn());
        Received received = new Received(response, machine.now(), machine.nanoTime(), lifetime);
        SessionDocument.Commit brought = new SessionDocument.Commit(
                machine.now(),
                response.refreshToken(),
                null,
                false,
                client.request().scopes(),
                accessKeyHash,
                received.stored(Objects.requireNonNull(response.serverTime())),
                seedFingerprint,
                null,
                null,
                null);
        this.signIn = new SignIn(client, brought, received.tokens(TokenSet.Origin.GRANT), machine, world.random());
        world.trace().add(machine.number(), "somebody signs in");
    }

    void start() {
        perform(signIn.start());
    }

    private void answer(Step.Event event) {
        machine.inThisLife(() -> perform(signIn.on(event))).run();
    }

    private void perform(Step step) {
        if (step instanceof Step.Find) {
            world.repository()
                    .find(
                            machine.number(),
                            "sign-in",
                            (document, problem) -> answer(
                                    problem == null
                                            ? new Step.Event.Found(document)
                                            : new Step.Event.FindFailed(problem)));
        } else if (step instanceof Step.Write write) {
            world.repository()
                    .compareAndSet(
                            machine.number(),
                            "sign-in",
                            write.expected(),
                            write.document(),
                            (stored, problem) -> answer(
                                    problem == null
                                            ? new Step.Event.Wrote(stored)
                                            : new Step.Event.WriteFailed(problem)));
        } else if (step instanceof Step.Pause pause) {
            world.time().after(pause.duration(), machine.inThisLife(() -> answer(new Step.Event.Resumed())));
        }
    }
}
