package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.MachineFaults;
import io.github.oidctoken.oauth2.renewal.simulation.MachineScheduler;
import io.github.oidctoken.oauth2.renewal.simulation.VirtualTime;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.Renewer;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSet;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** One JVM: the engine's own token slots and renewals, driven step by step in a simulated world. */
final class SimulatedNode implements Renewer {

    private final SimulatedWorld world;
    private final Machine machine;
    private final List<ClientRegistration> clients;
    private final Deque<SimulatedRenewal> lane = new ArrayDeque<>();
    private final StepLabel labels = new StepLabel();
    private final SimulatedStore store;
    private final MachineFaults disturbance;
    private SessionMemory memory = new SessionMemory();
    private ServerClock clock;
    private final SimulatedCallers callers;
    private boolean up = true;

    SimulatedNode(SimulatedWorld world, Machine machine, List<ClientRegistration> clients) {
        this.world = world;
        this.machine = machine;
        this.clients = clients;
        this.store = new SimulatedStore(world.repository(), machine, world.sabotage(), world.leaseEnds());
        this.disturbance = new MachineFaults(machine, world.faults(), world.random(), this::crash);
        this.clock = new ServerClock(machine);
        this.callers = new SimulatedCallers(world, machine);
        callers.ask(sources());
    }

    private List<TokenSource> sources() {
        TokenManager manager =
                new TokenManager(this, machine, new MachineScheduler(machine), world.random(), event -> {});
        return clients.stream()
                .map(client -> manager.tokens(client, ClientRegistration.DEFAULT_PRINCIPAL))
                .toList();
    }

    Machine machine() {
        return machine;
    }

    private RandomGenerator random() {
        return world.random();
    }

    private VirtualTime time() {
        return world.time();
    }

    private SimulationOracle oracle() {
        return world.oracle();
    }

    private CallOracle calls() {
        return world.calls();
    }

    void call() {
        if (up && !machine.standsStill()) {
            callers.call();
        }
    }

    void judge(Duration within) {
        callers.judge(within);
    }

    // --- renewals

    @Override
    public CompletionStage<TokenSet> renew(RenewalRequest request) {
        SimulatedRenewal drive =
                new SimulatedRenewal(request, new SessionRenewal(request, memory, clock, machine, random()));
        lane.add(drive);
        if (lane.size() == 1) {
            perform(drive, drive.renewal.start());
        }
        return drive.published;
    }

    private void answer(SimulatedRenewal drive, Step.Event event) {
        perform(drive, drive.renewal.on(event));
    }

    private void perform(SimulatedRenewal drive, Step step) {
        drive.label = label(drive, step);
        world.trace().add(machine.number(), drive.label + (step instanceof Step.Pause pause ? " " + pause : ""));
        if (step instanceof Step.Done || step instanceof Step.Failed || step instanceof Step.Publish) {
            execute(drive, step);
            return;
        }
        Runnable go = machine.inThisLife(() -> execute(drive, step));
        disturbance.around(drive.label);
        world.disturbStore(this, drive.label);
        go.run();
    }

    private void execute(SimulatedRenewal drive, Step step) {
        int number = machine.number();
        int born = machine.life();
        if (step instanceof Step.Find) {
            store.find(
                    drive.label,
                    event -> resume(born, () -> {
                        if (event instanceof Step.Event.Found found) {
                            found.document().ifPresent(document -> oracle().saw(machine, document));
                            if (drive.label.equals("verify") && store.wouldDropTokens(found.document())) {
                                execute(
                                        drive,
                                        new Step.Failed(new TokenOutcomeUnknownException("client", "dropped", null)));
                                return;
                            }
                        }
                        answer(drive, event);
                    }));
        } else if (step instanceof Step.Write write) {
            store.write(drive.label, write, event -> resume(born, () -> answer(drive, event)));
        } else if (step instanceof Step.Send send) {
            send(drive, send);
        } else if (step instanceof Step.RereadSecret) {
            answer(drive, new Step.Event.SecretReread(false));
        } else if (step instanceof Step.AskTime) {
            askTime(drive);
        } else if (step instanceof Step.Pause pause) {
            machine.after(pause.duration(), () -> answer(drive, new Step.Event.Resumed()));
        } else if (step instanceof Step.Publish publish) {
            calls().published(scopes(drive), publish.tokens(), Duration.ofNanos(machine.nanoTime() - drive.answeredAt));
            drive.published.complete(publish.tokens());
            if (world.sabotage() == Sabotage.UNSAVED_TOKEN_PRESENTED) {
                store.goOnUnsaved();
                end(drive);
                next();
            } else {
                answer(drive, new Step.Event.Resumed());
            }
        } else if (step instanceof Step.Done done) {
            end(drive);
            if (!drive.published.isDone()) {
                if (clock.now().isEmpty()) {
                    calls().adoptedBlindly(done.tokens());
                }
                calls().published(scopes(drive), done.tokens(), null);
                drive.published.complete(done.tokens());
            }
            next();
        } else if (step instanceof Step.Failed failed) {
            world.trace().add(number, "failed: " + failed.failure().getMessage());
            end(drive);
            drive.published.completeExceptionally(failed.failure());
            next();
        }
    }

    private void resume(int born, Runnable what) {
        if (born == machine.life()) {
            machine.inThisLife(what).run();
        }
    }

    private void end(SimulatedRenewal drive) {
        oracle().ended(drive.presentation);
        lane.remove();
    }

    private void next() {
        SimulatedRenewal waiting = lane.peek();
        if (waiting != null && !waiting.started()) {
            perform(waiting, waiting.renewal.start());
        }
    }

    private void send(SimulatedRenewal drive, Step.Send send) {
        oracle().ended(drive.presentation);
        Presentation presentation = oracle().presented(new Presentation(
                machine, drive.attemptId, drive.announcedAt, drive.checkedAt, drive.decidedAt, send.request()));
        drive.presentation = presentation;
        world.trace().add(machine.number(), "presents " + presentation.refreshToken);
        Instant sentAt = machine.now();
        long sentAtNanos = machine.nanoTime();
        boolean[] answered = {false};
        int born = machine.life();
        machine.after(drive.request.client().renewal().requestTimeout(), () -> {
            if (!answered[0]) {
                drive.request.onSlow().run();
            }
        });
        world.network()
                .send(
                        machine.number(),
                        send.request(),
                        granted -> oracle().issued(presentation, granted),
                        outcome -> resume(born, () -> {
                            answered[0] = true;
                            drive.answeredAt = machine.nanoTime();
                            answered(drive, outcome, sentAt, sentAtNanos);
                        }));
    }

    private void askTime(SimulatedRenewal drive) {
        Instant askedAt = machine.now();
        long askedAtNanos = machine.nanoTime();
        int born = machine.life();
        world.network()
                .askTime(
                        machine.number(),
                        date -> resume(
                                born, () -> answer(drive, new Step.Event.TimeTold(date, askedAt, askedAtNanos))));
    }

    private void answered(SimulatedRenewal drive, TokenOutcome outcome, Instant sentAt, long sentAtNanos) {
        world.trace().add(machine.number(), "hears " + outcome);
        Presentation presentation = drive.presentation;
        if (!(outcome instanceof TokenOutcome.Granted)) {
            oracle().ended(presentation);
        }
        if (outcome instanceof TokenOutcome.Unknown && presentation != null) {
            oracle().lost(presentation);
        }
        TokenOutcome heard = world.sabotage().heard(outcome, memory.newest().unknownPresentations());
        Step.Event.Answered event = new Step.Event.Answered(heard, sentAt, sentAtNanos);
        if (world.sabotage() == Sabotage.PUBLISH_BEFORE_COMMIT && outcome instanceof TokenOutcome.Granted granted) {
            Received received = Received.of(
                    granted.response(), event, drive.request.client().renewal());
            calls().published(scopes(drive), received.tokens(TokenSet.Origin.REFRESH), null);
        }
        boolean believes = world.sabotage() == Sabotage.NO_REREAD
                && outcome instanceof TokenOutcome.Refused refused
                && refused.isInvalidGrant();
        if (believes) {
            execute(drive, new Step.Failed(Failures.reauthorizationRequired(drive.request.client(), "believed")));
        } else {
            answer(drive, event);
        }
    }

    private static List<String> scopes(SimulatedRenewal drive) {
        return drive.request.client().request().scopes();
    }

    private String label(SimulatedRenewal drive, Step step) {
        Presentation presentation = drive.presentation;
        String issued = presentation == null || presentation.issued == null ? "" : presentation.issued;
        String label = labels.of(step, drive.label, memory, issued);
        if (label.equals("announce") && step instanceof Step.Write write) {
            drive.announcedAt = time().nanos();
            Intent intent = Objects.requireNonNull(
                    new SessionDocumentCodec().read(write.document().payload()).intent());
            drive.attemptId = intent.attemptId();
            oracle().announces(machine, intent);
        }
        if (label.equals("check")) {
            drive.checkedAt = time().nanos();
        }
        if (label.equals("send")) {
            drive.decidedAt = time().nanos();
        }
        return label;
    }

    // --- the end of a JVM

    private void crash() {
        world.trace().add(machine.number(), "CRASHES");
        machine.crash();
        up = false;
        lane.clear();
        time().after(Duration.ofMillis(random().nextInt(500, 30_000)), this::boot);
    }

    private void boot() {
        world.trace().add(machine.number(), "boots");
        memory = new SessionMemory();
        clock = new ServerClock(machine);
        callers.ask(sources());
        up = true;
    }
}
