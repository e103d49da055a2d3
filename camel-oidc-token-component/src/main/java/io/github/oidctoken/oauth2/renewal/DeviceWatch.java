package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.TokenEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One principal's sign-in by another device as this node sees it. Each poll is announced like a renewal, by an intent of its own: so one node polls, and
 * another goes on once it has seen the same intent for longer than its lease. One look at a time; thread-safe for that.
 */
final class DeviceWatch {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private static final Duration IDLE = Duration.ofSeconds(5);

    /** Gaps between looks end an observation when they are longer than 5 s. */
    private static final Duration OBSERVING = Duration.ofSeconds(2);

    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    /** By how much the clocks of two nodes may differ; the server knows best when a code ends. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration CLOCKS_AGREE_WITHIN = Duration.ofSeconds(2);

    private final DeviceSignIns owner;
    private final RenewalParts parts;
    private final ClientRegistration client;
    private final AccessKey key;
    private final StoredDevice stored;
    private final SessionMemory memory;
    private final Observation observation = new Observation();
    private volatile long notBeforeNanos;
    private int timeouts;

    /** The look that is due although nothing waits; absent while something does. */
    private final AtomicReference<@Nullable Object> idleLook = new AtomicReference<>();

    DeviceWatch(DeviceSignIns owner, RenewalParts parts, ClientRegistration client, AccessKey key) {
        this.owner = owner;
        this.parts = parts;
        this.client = client;
        this.key = key;
        this.stored = new StoredDevice(parts.repository(), parts.random(), key.session());
        this.memory = new SessionMemory(parts.node());
        this.notBeforeNanos = parts.time().nanoTime();
    }

    StoredDevice stored() {
        return stored;
    }

    /** An intent of this node. */
    Intent announce() {
        Intent intent = new Intent(
                "%016x%016x".formatted(parts.random().nextLong(), parts.random().nextLong()),
                null,
                client.renewal().lease(),
                parts.node());
        memory.announced(intent);
        return intent;
    }

    /** The server wants to be left in peace for so long. */
    void restFor(Duration interval) {
        notBeforeNanos = parts.time().nanoTime() + interval.toNanos();
    }

    /** Somebody has begun a sign-in: the first poll comes after the interval, and not only with the next look. */
    void begun(Duration interval) {
        restFor(interval);
        if (idleLook.getAndSet(null) != null) {
            owner.later(interval, this::look);
        }
    }

    private void idle() {
        if (owner.keeps(this, client, key)) {
            Object next = new Object();
            idleLook.set(next);
            owner.later(IDLE, () -> {
                if (idleLook.compareAndSet(next, null)) {
                    look();
                }
            });
        }
    }

    /** Looks how it stands, and polls if it is this node's turn. */
    void look() {
        try {
            StoredDevice.Found found = stored.find();
            DeviceDocument device = found.document();
            if (device == null || !device.isPending()) {
                observation.broken();
                idle();
            } else if (parts.time().now().isAfter(device.expiresAt().plus(TOLERANCE))) {
                end(DeviceDocument.Status.FAILED, "nobody has signed in before the code ended");
            } else {
                wait(found, device);
            }
        } catch (RepositoryException e) {
            LOG.debug("Client '{}': the sign-in by another device cannot be looked at", client.name(), e);
            observation.broken();
            owner.later(OBSERVING, this::look);
        }
    }

    private void wait(StoredDevice.Found found, DeviceDocument device) {
        Intent intent = device.intent();
        long now = parts.time().nanoTime();
        if (intent != null && !memory.isOwn(intent) && !observation.outlived(intent, now)) {
            owner.later(OBSERVING, this::look);
        } else if (now - notBeforeNanos < 0) {
            owner.later(Duration.ofNanos(notBeforeNanos - now), this::look);
        } else {
            poll(found, device);
        }
    }

    private void poll(StoredDevice.Found found, DeviceDocument device) {
        long startedNanos = parts.time().nanoTime();
        Instant started = parts.time().now();
        Intent mine = announce();
        restFor(device.interval());
        if (!stored.store(found, device.polledBy(mine))) {
            owner.later(OBSERVING, this::look);
            return;
        }
        observation.broken();
        CodeExchange exchange = new CodeExchange(
                client, key, new TokenRequest.ByDeviceCode(device.deviceCode()), null, parts, owner.idTokens());
        SignInDrive drive = new SignInDrive(exchange, () -> checkLease(startedNanos, started));
        owner.started(drive);
        drive.signIn();
        var unused = drive.result()
                .whenComplete((exchanged, problem) -> owner.later(
                        Duration.ZERO, () -> settle(device, mine, problem == null ? null : cause(problem))));
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }

    /** Both clocks are asked, as before a renewal: whoever stood still since the announcement must not poll for another node's turn. */
    private void checkLease(long startedNanos, Instant started) {
        Duration elapsed = Duration.ofNanos(parts.time().nanoTime() - startedNanos);
        Duration byWallClock = Duration.between(started, parts.time().now());
        Duration needed =
                elapsed.plus(client.renewal().readLimit()).plus(client.renewal().storeBudget());
        if (needed.compareTo(client.renewal().lease()) > 0
                || elapsed.minus(byWallClock).abs().compareTo(CLOCKS_AGREE_WITHIN) > 0) {
            throw new TokenRequestNotSentException(
                    client.name(),
                    "Client '" + client.name() + "': this machine stood still before it could poll.",
                    null);
        }
    }

    private void settle(DeviceDocument device, Intent mine, @Nullable Throwable problem) {
        if (problem == null) {
            LOG.info("Client '{}': a person has signed in by another device", client.name());
            owner.signedIn(key.session());
            end(DeviceDocument.Status.SIGNED_IN, null);
            parts.happened(TokenEvent.ofSession(TokenEvent.Type.SIGNED_IN, client.name(), null));
            return;
        }
        String error = problem instanceof TokenRefusedException refused
                ? refused.error().orElse("")
                : "";
        if (error.equals("authorization_pending")) {
            timeouts = 0;
            look();
        } else if (error.equals("slow_down")) {
            timeouts = 0;
            slowDown(mine, device.interval().plus(SLOWER));
        } else if (mayPass(problem)) {
            timeouts++;
            restFor(backoff(device.interval()));
            LOG.debug("Client '{}': a poll for the sign-in by another device failed", client.name(), problem);
            look();
        } else if (stillPolls(mine)) {
            LOG.warn("{}", problem.getMessage());
            end(DeviceDocument.Status.FAILED, reason(problem, error));
        } else {
            look();
        }
    }

    private static String reason(Throwable problem, String error) {
        return switch (error) {
            case "access_denied" -> "the person, or a rule of the server, has refused";
            case "expired_token" -> "nobody has signed in before the code ended";
            default -> problem instanceof OidcTokenException ? String.valueOf(problem.getMessage()) : "it broke off";
        };
    }

    private static boolean mayPass(Throwable problem) {
        boolean busy = problem instanceof TokenRefusedException refused
                && (refused.status() >= 500 || refused.status() == 429 || refused.status() == 401);
        return busy
                || problem instanceof TokenRequestNotSentException
                || problem instanceof TokenOutcomeUnknownException;
    }

    /** RFC 8628 section 3.5: who gets no answer asks less and less often. */
    private Duration backoff(Duration interval) {
        Duration longer = interval.multipliedBy(1L << Math.min(timeouts, 6));
        Duration most = interval.compareTo(LONGEST_BACKOFF) > 0 ? interval : LONGEST_BACKOFF;
        return longer.compareTo(most) > 0 ? most : longer;
    }

    /** For this code and all nodes for ever. */
    private void slowDown(Intent mine, Duration interval) {
        restFor(interval);
        try {
            StoredDevice.Found found = stored.find();
            DeviceDocument device = found.document();
            if (device != null && mine.equals(device.intent()) && !stored.store(found, device.slower(interval))) {
                LOG.debug("Client '{}': another node has taken over the polling", client.name());
            }
        } catch (RepositoryException e) {
            LOG.debug("Client '{}': the longer interval could not be stored", client.name(), e);
        }
        look();
    }

    /** Another node may have polled meanwhile, and have got what this one was refused; or somebody has begun again. */
    private boolean stillPolls(Intent mine) {
        try {
            DeviceDocument device = stored.find().document();
            return device != null && mine.equals(device.intent());
        } catch (RepositoryException e) {
            return false;
        }
    }

    private void end(DeviceDocument.Status how, @Nullable String why) {
        try {
            StoredDevice.Found found = stored.find();
            DeviceDocument device = found.document();
            if (device != null && device.isPending() && stored.store(found, device.ended(how, why)) && why != null) {
                String message = "Client '" + client.name() + "': the sign-in by another device has failed: " + why
                        + ". Begin again by operation=deviceAuthorization."
                        + parts.signInPages().alternative(client);
                LOG.warn("{}", message);
                parts.happened(TokenEvent.ofSession(TokenEvent.Type.SIGN_IN_FAILED, client.name(), message));
            }
        } catch (RepositoryException e) {
            LOG.debug("Client '{}': the end of the sign-in by another device is not stored", client.name(), e);
        }
        idle();
    }
}
