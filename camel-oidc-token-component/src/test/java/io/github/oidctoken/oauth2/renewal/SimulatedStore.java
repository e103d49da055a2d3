package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.simulation.SimulatedRepository;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node's way to the repository: it answers a renewal's steps, and breaks the rules when told to. */
final class SimulatedStore {

    private final SimulatedRepository repository;
    private final int node;
    private final Sabotage sabotage;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private @Nullable TokenDocument unannounced;

    SimulatedStore(SimulatedRepository repository, int node, Sabotage sabotage) {
        this.repository = repository;
        this.node = node;
        this.sabotage = sabotage;
    }

    void find(String label, Consumer<Step.Event> answer) {
        repository.find(
                node,
                label,
                (document, problem) -> answer.accept(
                        problem == null
                                ? new Step.Event.Found(seen(label, document))
                                : new Step.Event.FindFailed(problem)));
    }

    void write(String label, Step.Write write, Consumer<Step.Event> answer) {
        boolean kept = sabotage == Sabotage.NO_INTENT && label.equals("announce");
        unannounced = kept ? write.document() : null;
        if (kept) {
            repository.find(node, label, (document, problem) -> answer.accept(new Step.Event.Wrote(true)));
            return;
        }
        TokenDocument present = repository.row();
        DocumentVersion expected =
                sabotage == Sabotage.BLIND_WRITES && present != null ? present.version() : write.expected();
        repository.compareAndSet(
                node,
                label,
                expected,
                write.document(),
                (stored, problem) -> answer.accept(
                        problem == null ? new Step.Event.Wrote(stored) : new Step.Event.WriteFailed(problem)));
    }

    private Optional<TokenDocument> seen(String label, Optional<TokenDocument> found) {
        TokenDocument pretended = unannounced;
        if (pretended != null && label.equals("check")) {
            DocumentVersion version = found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
            return Optional.of(new TokenDocument(pretended.kind(), version, null, pretended.payload()));
        }
        return sabotage == Sabotage.NO_LEASE && label.equals("read") ? found.map(this::withoutLease) : found;
    }

    private TokenDocument withoutLease(TokenDocument found) {
        SessionDocument session = codec.read(found.payload());
        Intent intent = session.intent();
        if (intent == null) {
            return found;
        }
        Intent over = new Intent(intent.attemptId(), intent.fingerprint(), Duration.ZERO);
        return new TokenDocument(found.kind(), found.version(), null, codec.write(session.withIntent(over)));
    }
}
