package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedRepository;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node's way to the repository: it answers a renewal's steps, and breaks the rules when told to. */
final class SimulatedStore {

    private final SimulatedRepository repository;
    private final Machine machine;
    private final Sabotage sabotage;
    private final Map<String, Instant> leaseEnds;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();

    /** What this node pretends to have written. */
    private @Nullable TokenDocument pretended;

    private @Nullable TokenDocument committed;
    private @Nullable TokenDocument unsaved;

    /** @param leaseEnds by attempt, on its holder's wall clock */
    SimulatedStore(SimulatedRepository repository, Machine machine, Sabotage sabotage, Map<String, Instant> leaseEnds) {
        this.repository = repository;
        this.machine = machine;
        this.sabotage = sabotage;
        this.leaseEnds = leaseEnds;
    }

    void find(String label, Consumer<Step.Event> answer) {
        TokenDocument kept = unsaved;
        if (kept != null && isOut()) {
            answer.accept(new Step.Event.Found(Optional.of(kept)));
            return;
        }
        repository.find(
                machine.number(),
                label,
                (document, problem) -> answer.accept(
                        problem == null
                                ? new Step.Event.Found(seen(label, document))
                                : new Step.Event.FindFailed(problem)));
    }

    void write(String label, Step.Write write, Consumer<Step.Event> answer) {
        if (unsaved != null && isOut()) {
            unsaved = write.document();
            answer.accept(new Step.Event.Wrote(true));
            return;
        }
        boolean announces = label.equals("announce");
        boolean kept = sabotage == Sabotage.NO_INTENT && announces;
        pretended = kept ? write.document() : null;
        if (kept) {
            repository.find(machine.number(), label, (document, problem) -> answer.accept(new Step.Event.Wrote(true)));
            return;
        }
        if (announces) {
            Intent intent = codec.read(write.document().payload()).intent();
            if (intent != null) {
                leaseEnds.put(intent.attemptId(), machine.now().plus(intent.lease()));
            }
        }
        if (label.equals("commit")) {
            committed = write.document();
        }
        TokenDocument present = repository.row();
        DocumentVersion expected =
                sabotage == Sabotage.BLIND_WRITES && present != null ? present.version() : write.expected();
        repository.compareAndSet(
                machine.number(),
                label,
                expected,
                write.document(),
                (stored, problem) -> answer.accept(
                        problem == null ? new Step.Event.Wrote(stored) : new Step.Event.WriteFailed(problem)));
    }

    /** Whether a node that decides by version would take its tokens for lost. */
    boolean wouldDropTokens(Optional<TokenDocument> found) {
        TokenDocument mine = committed;
        return sabotage == Sabotage.COMMIT_BY_VERSION
                && mine != null
                && found.map(document -> !document.version().equals(mine.version()))
                        .orElse(true);
    }

    /** The tokens of the last commit are used although they are not stored. */
    void goOnUnsaved() {
        unsaved = committed;
    }

    private boolean isOut() {
        return repository.isOutFor(machine.number());
    }

    private Optional<TokenDocument> seen(String label, Optional<TokenDocument> found) {
        TokenDocument mine = pretended;
        if (mine != null && label.equals("check")) {
            DocumentVersion version = found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
            return Optional.of(new TokenDocument(mine.kind(), version, null, mine.payload()));
        }
        boolean breaksLease = sabotage == Sabotage.NO_LEASE || sabotage == Sabotage.WALL_CLOCK_LEASE;
        return breaksLease && label.equals("read") ? found.map(this::withoutLease) : found;
    }

    private TokenDocument withoutLease(TokenDocument found) {
        SessionDocument session = codec.read(found.payload());
        Intent intent = session.intent();
        if (intent == null || !isOver(intent)) {
            return found;
        }
        Intent over = new Intent(intent.attemptId(), intent.fingerprint(), Duration.ZERO, intent.node());
        return new TokenDocument(found.kind(), found.version(), null, codec.write(session.withIntent(over)));
    }

    private boolean isOver(Intent intent) {
        Instant end = leaseEnds.getOrDefault(intent.attemptId(), Instant.MAX);
        return sabotage == Sabotage.NO_LEASE || machine.now().isAfter(end);
    }
}
