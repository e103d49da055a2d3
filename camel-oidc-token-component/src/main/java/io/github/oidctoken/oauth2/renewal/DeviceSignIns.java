package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.DeviceAuthorizationEndpoint;
import io.github.oidctoken.oauth2.protocol.DeviceAuthorizationEndpoint.Outcome;
import io.github.oidctoken.oauth2.protocol.IdTokens;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenManager;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persons who sign in by a browser on another device (RFC 8628), for clients with {@link Grant.DeviceCode}. What waits for a person is in the repository, so
 * that any node can go on with it. Thread-safe.
 */
public final class DeviceSignIns {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private static final int TRIES = 20;

    private final RenewalParts parts;
    private final TokenManager manager;
    private final IdTokens idTokens;
    private final DeviceAuthorizationEndpoint endpoint;
    private final StartedRenewals started;
    private final PatientReads reads;
    private final ConcurrentMap<SessionKey, DeviceWatch> watches = new ConcurrentHashMap<>();
    private final Set<SessionKey> kept = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    DeviceSignIns(RenewalParts parts, TokenManager manager, IdTokens idTokens, DeviceAuthorizationEndpoint endpoint) {
        this.parts = parts;
        this.manager = manager;
        this.idTokens = idTokens;
        this.endpoint = endpoint;
        this.started = new StartedRenewals(parts.scheduler());
        this.reads = new PatientReads(parts);
    }

    /**
     * Begins a sign-in, in place of one that may still wait for the same principal. A node then polls the server until the person has signed in, and stores
     * the session.
     *
     * @return fails with {@link io.github.oidctoken.oauth2.OidcTokenException} or {@link ClientConfigurationException} if there is no code
     */
    public CompletionStage<DeviceAuthorization> begin(ClientRegistration client, String principal) {
        AccessKey key = AccessKey.of(client, principal);
        return CompletableFuture.supplyAsync(
                () -> {
                    Outcome.Begun begun = ask(client, key);
                    DeviceWatch watch = new DeviceWatch(this, parts, client, key);
                    DeviceWatch present = watches.putIfAbsent(key.session(), watch);
                    DeviceWatch polling = present == null ? watch : present;
                    DeviceAuthorization authorization = store(client, principal, polling, begun);
                    polling.begun(begun.interval());
                    if (present == null) {
                        later(begun.interval(), polling::look);
                    }
                    return authorization;
                },
                parts.threads().sessions());
    }

    /** Goes on from now on with what other nodes, or this one before a restart, have begun for a principal. Returns at once. */
    public void watch(ClientRegistration client, String principal) {
        AccessKey key = AccessKey.of(client, principal);
        kept.add(key.session());
        DeviceWatch watch = new DeviceWatch(this, parts, client, key);
        if (watches.putIfAbsent(key.session(), watch) == null) {
            later(Duration.ZERO, watch::look);
        }
    }

    /**
     * How it stands with the sign-in that was begun last for a principal, on whichever node.
     *
     * @return empty when none was begun, the person has signed in, or the code has ended long ago; fails with {@link RepositoryException}
     */
    public CompletionStage<Optional<DeviceSignIn>> last(ClientRegistration client, String principal) {
        SessionKey session = AccessKey.of(client, principal).session();
        StoredDevice stored = new StoredDevice(parts.repository(), parts.random(), session);
        return reads.read(
                client, () -> Optional.ofNullable(stored.find().document()).flatMap(this::shown));
    }

    private Optional<DeviceSignIn> shown(DeviceDocument device) {
        Instant now = parts.time().now();
        DeviceDocument.Code code = device.code();
        if (device.isPending() && code != null && now.isBefore(device.expiresAt())) {
            return Optional.of(
                    new DeviceSignIn.Waiting(code.userCode(), code.address(), code.complete(), device.expiresAt()));
        }
        boolean recent = now.isBefore(device.expiresAt().plus(StoredDevice.KEPT));
        return Optional.ofNullable(device.reason()).filter(reason -> recent).map(DeviceSignIn.Failed::new);
    }

    private Outcome.Begun ask(ClientRegistration client, AccessKey key) {
        URI uri = parts.server()
                .metadata(client, key, ProviderMetadata::deviceAuthorizationEndpoint)
                .deviceAuthorizationEndpoint();
        if (uri == null) {
            throw new ClientConfigurationException(
                    client.name(),
                    "nothing says where a sign-in by another device begins. Set "
                            + client.option("deviceAuthorizationEndpoint") + ", or " + client.option("issuer")
                            + " of a server that names it.");
        }
        ClientRegistration presented = parts.secrets().present(client);
        Outcome outcome = endpoint.begin(presented, uri);
        if (outcome instanceof Outcome.Failed failed
                && ClientSecrets.refuses(failed.outcome())
                && parts.secrets().reread(presented)) {
            outcome = endpoint.begin(parts.secrets().present(client), uri);
        }
        if (outcome instanceof Outcome.Failed failed) {
            TokenOutcome problem = failed.outcome();
            throw new Failures(client, "device_code", uri).of(problem);
        }
        return (Outcome.Begun) outcome;
    }

    private DeviceAuthorization store(
            ClientRegistration client, String principal, DeviceWatch watch, Outcome.Begun begun) {
        RepositoryException trouble = new RepositoryException("other writers were always faster", null);
        DeviceDocument mine = new DeviceDocument(
                DeviceDocument.Status.PENDING,
                null,
                begun.deviceCode(),
                new DeviceDocument.Code(begun.userCode(), begun.verificationUri(), begun.verificationUriComplete()),
                parts.time().now().plus(begun.expiresIn()),
                begun.interval(),
                watch.announce());
        boolean replaces = false;
        for (int i = 0; i < TRIES; i++) {
            try {
                StoredDevice.Found found = watch.stored().find();
                DeviceDocument present = found.document();
                boolean landed = present != null && present.deviceCode().equals(begun.deviceCode());
                if (!landed) {
                    replaces = present != null
                            && present.isPending()
                            && present.expiresAt().isAfter(parts.time().now());
                }
                if (landed || watch.stored().store(found, mine)) {
                    return begun(client, principal, begun, mine, replaces);
                }
            } catch (RepositoryException e) {
                trouble = e;
            }
        }
        throw new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name()
                        + "': the sign-in was not begun, since the token repository did not take it: "
                        + trouble.getMessage() + ". Check the store that the component's repository option names.",
                trouble);
    }

    private static DeviceAuthorization begun(
            ClientRegistration client, String principal, Outcome.Begun begun, DeviceDocument stored, boolean replaces) {
        if (replaces) {
            LOG.info(
                    "Client '{}': a new code for signing in replaces one that still waited for a person",
                    client.name());
        }
        return new DeviceAuthorization(
                client.name(),
                principal,
                begun.userCode(),
                begun.verificationUri(),
                begun.verificationUriComplete(),
                stored.expiresAt(),
                begun.interval(),
                replaces);
    }

    IdTokens idTokens() {
        return idTokens;
    }

    void started(SignInDrive drive) {
        started.add(drive);
    }

    void signedIn(SessionKey session) {
        manager.signedIn(session);
    }

    /** Whether to go on looking when nothing waits for a person: only for principals that are known without an exchange. */
    boolean keeps(DeviceWatch watch, ClientRegistration client, AccessKey key) {
        boolean known = kept.contains(key.session());
        if (!known) {
            watches.remove(key.session(), watch);
            LOG.debug("Client '{}': no sign-in by another device waits any more", client.name());
        }
        return known;
    }

    /** Runs something that may block, after a while; not at all once the engine stops. */
    void later(Duration delay, Runnable what) {
        try {
            var unused = parts.alarm(delay, () -> execute(what));
        } catch (RejectedExecutionException e) {
            stopped = true;
        }
    }

    private void execute(Runnable what) {
        if (stopped) {
            return;
        }
        try {
            parts.threads().sessions().execute(what);
        } catch (RejectedExecutionException e) {
            stopped = true;
        }
    }

    /** Looks at nothing any more; see {@link TokenEngine#stop()}. */
    CompletableFuture<Void> stop() {
        stopped = true;
        return started.stop();
    }
}
