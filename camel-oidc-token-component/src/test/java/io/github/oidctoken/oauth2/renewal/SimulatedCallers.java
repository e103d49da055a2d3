package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Those who ask one node for tokens, and what they are told. */
final class SimulatedCallers {

    private final SimulatedWorld world;
    private final Machine machine;
    private List<TokenSource> sources = List.of();
    private @Nullable AccessToken lastUsed;
    private long lastToken = -1;
    private long lastReauthorization = -1;
    private String lastFailure = "none";

    SimulatedCallers(SimulatedWorld world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** @param held by the node as an endpoint holds them, from its start on */
    void ask(List<TokenSource> held) {
        sources = held;
        lastUsed = null;
    }

    void call() {
        TokenSource tokens = sources.get(world.random().nextInt(sources.size()));
        AccessToken token = tokens.usable();
        if (token != null) {
            use(token);
            return;
        }
        AccessToken last = lastUsed;
        if (last != null && sources.size() == 1 && world.isPunctual()) {
            world.calls().waits(last.value(), machine);
        }
        tokens.request().whenComplete((got, problem) -> {
            if (got != null) {
                use(got);
            } else {
                failed(problem);
            }
        });
    }

    private void use(AccessToken token) {
        lastToken = world.time().nanos();
        lastUsed = token;
        world.calls().used(token.value(), machine);
    }

    private void failed(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        boolean known = cause instanceof OidcTokenException;
        if (!known || String.valueOf(cause.getMessage()).contains("broke off")) {
            world.verdicts().violated("I0 a renewal broke: " + cause + ", " + cause.getCause());
        }
        lastFailure = String.valueOf(cause.getMessage());
        if (cause instanceof ReauthorizationRequiredException) {
            lastReauthorization = world.time().nanos();
            world.calls().wantsPerson(machine);
        }
    }

    /** After a long time without faults: a token, or the truth about why there is none. */
    void judge(Duration within) {
        long since = world.time().nanos() - within.toNanos();
        if (lastToken > since || machine.stoodStillSince(since)) {
            return;
        }
        if (lastReauthorization <= since) {
            world.verdicts().violated("I3 node " + machine.number() + " has no token, last failure: " + lastFailure);
        } else if (!world.oracle().hasEnded()) {
            world.verdicts()
                    .violated("I3 node " + machine.number() + " wants a person although the session lives: "
                            + lastFailure);
        } else {
            world.verdicts().count("node wants a person");
        }
    }
}
