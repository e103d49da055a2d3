package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person signs in at one node: read and compare-and-set until the new session is stored or a later sign-in has replaced it. */
final class SimulatedSignIn {

    private static final int TRIES = 40;

    private final SimulatedWorld world;
    private final Machine machine;
    private final List<String> scopes;
    private final String accessKeyHash;
    private final String seedFingerprint;
    private final Received received;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private @Nullable Instant signedInAt;
    private int tries;

    SimulatedSignIn(
            SimulatedWorld world, Machine machine, List<String> scopes, String accessKeyHash, String seedFingerprint) {
        this.world = world;
        this.machine = machine;
        this.scopes = scopes;
        this.accessKeyHash = accessKeyHash;
        this.seedFingerprint = seedFingerprint;
        TokenResponse response = world.server().signIn(scopes);
        this.received =
                new Received(response, machine.now(), machine.nanoTime(), Objects.requireNonNull(response.expiresIn()));
        world.trace().add(machine.number(), "somebody signs in");
    }

    void read() {
        if (tries++ < TRIES) {
            world.repository().find(machine.number(), "sign-in", (document, problem) -> {
                if (problem == null) {
                    write(document);
                } else {
                    world.time().after(Duration.ofMillis(500), machine.inThisLife(this::read));
                }
            });
        }
    }

    private void write(Optional<TokenDocument> found) {
        SessionDocument present =
                found.map(document -> codec.read(document.payload())).orElse(SessionDocument.NONE);
        if (signedInAt == null) {
            Instant now = machine.now();
            signedInAt = now.isAfter(present.signedInAt())
                    ? now
                    : present.signedInAt().plusMillis(1);
        } else if (!present.signedInAt().isBefore(signedInAt)) {
            return;
        }
        SessionDocument signedIn = present.committed(new SessionDocument.Commit(
                signedInAt,
                received.response().refreshToken(),
                null,
                false,
                scopes,
                accessKeyHash,
                received.stored(Objects.requireNonNull(received.response().serverTime())),
                seedFingerprint,
                null));
        DocumentVersion expected = found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
        world.repository()
                .compareAndSet(
                        machine.number(),
                        "sign-in",
                        expected,
                        new TokenDocument(
                                SessionDocumentCodec.KIND, expected.next(world.random()), null, codec.write(signedIn)),
                        (stored, problem) -> {
                            if (problem != null || !stored) {
                                world.time().after(Duration.ofMillis(300), machine.inThisLife(this::read));
                            }
                        });
    }
}
