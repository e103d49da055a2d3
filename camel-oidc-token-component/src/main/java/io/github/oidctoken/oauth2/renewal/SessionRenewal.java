package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.RenewalSettings;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One renewal of a session whose refresh token all nodes share, as a machine without threads or I/O: production and simulation drive it alike.
 *
 * <p>The order that keeps sessions alive: read, announce by compare-and-set, send, commit by compare-and-set, publish. Not thread-safe.
 */
final class SessionRenewal {

    private final RenewalRequest request;
    private final SessionMemory memory;
    private final ServerClock clock;
    private final TimeSource time;
    private final RandomGenerator random;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private final String accessKeyHash;
    private final Adoption adoption;
    private Phase phase;
    private @Nullable Intent unsent;
    private boolean secretReread;
    private Left left = Left.AS_BEFORE;

    /**
     * @param memory what this JVM remembers of the session from earlier renewals
     * @param clock the authorization server's
     */
    SessionRenewal(
            RenewalRequest request, SessionMemory memory, ServerClock clock, TimeSource time, RandomGenerator random) {
        this.request = request;
        this.memory = memory;
        this.clock = clock;
        this.time = time;
        this.random = random;
        this.accessKeyHash = Secret.sha256(request.key().encoded());
        this.adoption = new Adoption(request, accessKeyHash, clock, time);
        this.phase = new Reading(this);
    }

    /** The first step. */
    Step start() {
        OidcTokenException heldBack = request.heldBack();
        return heldBack == null ? phase.begin() : adoptOr(heldBack);
    }

    /** The first step where the server cannot be asked: another node may have renewed all the same. */
    Step adoptOr(OidcTokenException failure) {
        return enter(new Adopting(this, failure));
    }

    /** The step that follows an event. */
    Step on(Step.Event event) {
        try {
            return phase.on(event);
        } catch (RepositoryException e) {
            return new Step.Failed(Failures.repositoryUnusable(client(), e));
        }
    }

    /** Whether nothing is lost when the renewal ends here. */
    boolean mayBeLeft() {
        return phase.mayBeLeft();
    }

    /** The step that ends the renewal where it {@link #mayBeLeft}. */
    Step stop(OidcTokenException failure) {
        Intent announced = unsent;
        return announced == null ? fail(failure) : enter(new Stopping(this, announced, failure));
    }

    void announced(Intent intent) {
        memory.announced(intent);
        unsent = intent;
        left = Left.INTENT;
    }

    /** No intent of ours stands in the repository any more. */
    void closed() {
        left = Left.NO_INTENT;
    }

    Left left() {
        return left;
    }

    /** Whether the secret was not read again yet in this renewal; once is enough. */
    boolean mayRereadSecret() {
        boolean first = !secretReread;
        secretReread = true;
        return first;
    }

    /** From here on the intent stands for a request. */
    void sending() {
        unsent = null;
    }

    Step enter(Phase next) {
        phase = next;
        return next.begin();
    }

    /** Goes on in a phase that has its event already. */
    Step enter(Phase next, Step.Event event) {
        phase = next;
        return next.on(event);
    }

    ClientRegistration client() {
        return request.client();
    }

    RenewalReason reason() {
        return request.reason();
    }

    RenewalSettings settings() {
        return request.client().renewal();
    }

    SessionMemory memory() {
        return memory;
    }

    TimeSource time() {
        return time;
    }

    ServerClock clock() {
        return clock;
    }

    Adoption adoption() {
        return adoption;
    }

    RandomGenerator random() {
        return random;
    }

    String accessKeyHash() {
        return accessKeyHash;
    }

    /** A document as it was read; the session's memory takes note of it. */
    Stored stored(Optional<TokenDocument> document) {
        Stored stored = document.map(found -> new Stored(found.version(), codec.read(found.payload())))
                .orElse(new Stored(DocumentVersion.ABSENT, SessionDocument.NONE));
        memory.saw(stored.document());
        return stored;
    }

    Step.Write write(DocumentVersion expected, SessionDocument document) {
        return new Step.Write(
                expected,
                new TokenDocument(SessionDocumentCodec.KIND, expected.next(random), null, codec.write(document)));
    }

    Step fail(OidcTokenException failure) {
        return new Step.Failed(failure);
    }

    Failures failures(TokenRequest sent) {
        return new Failures(request.client(), sent.grantType());
    }

    /** What a renewal has done to the intents of this JVM that stand in the repository. */
    enum Left {
        /** Its own may stand there. */
        INTENT,
        /** None does. */
        NO_INTENT,
        /** It has announced nothing. */
        AS_BEFORE
    }

    /** A document as it was read. */
    record Stored(DocumentVersion version, SessionDocument document) {}
}
