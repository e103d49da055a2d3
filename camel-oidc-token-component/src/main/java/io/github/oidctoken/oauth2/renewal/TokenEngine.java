package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.SecretSource;
import io.github.oidctoken.oauth2.protocol.DeviceAuthorizationEndpoint;
import io.github.oidctoken.oauth2.protocol.IdTokens;
import io.github.oidctoken.oauth2.protocol.JsonWebKeys;
import io.github.oidctoken.oauth2.protocol.JwtSignatures;
import io.github.oidctoken.oauth2.protocol.PushedAuthorizationRequestEndpoint;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.UserinfoEndpoint;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.ClientTokens;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.oauth2.validation.TokenValidation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine, put together: clients go in, tokens come out. Thread-safe. Its threads belong to whoever built it: stop them after
 * {@link #close}.
 */
public final class TokenEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TokenEngine.class);

    /** Nothing takes that long; it keeps a scheduler that somebody else has ended from holding up the application for ever. */
    private static final Duration NEVER_LONGER = Duration.ofMinutes(10);

    private final TokenManager manager;
    private final Renewals renewals;
    private final KeepAlive keepAlive;
    private final Explainer explainer;
    private final StatusReader status;
    private final TokenValidation validation;
    private final SignIns signIns;
    private final Logins logins;
    private final DeviceSignIns deviceSignIns;
    private final SignOuts signOuts;
    private final UserInfo userInfo;

    private TokenEngine(
            TokenManager manager,
            Renewals renewals,
            KeepAlive keepAlive,
            Explainer explainer,
            StatusReader status,
            TokenValidation validation,
            SignIns signIns,
            Logins logins,
            DeviceSignIns deviceSignIns,
            SignOuts signOuts,
            UserInfo userInfo) {
        this.manager = manager;
        this.renewals = renewals;
        this.keepAlive = keepAlive;
        this.explainer = explainer;
        this.status = status;
        this.validation = validation;
        this.signIns = signIns;
        this.logins = logins;
        this.deviceSignIns = deviceSignIns;
        this.signOuts = signOuts;
        this.userInfo = userInfo;
    }

    /**
     * Starts with the parts that have no default.
     *
     * @param transport the way to authorization servers
     * @param executor runs renewals, which block: sessions use up to 32 threads at a time, grants without one up to 16 for each authorization server
     * @param scheduler for alarms and delays only
     */
    public static Builder builder(Transport transport, Executor executor, ScheduledExecutorService scheduler) {
        return new Builder(transport, executor, scheduler);
    }

    /** The tokens of a client by principal: to be asked for once and held, since it holds the tokens. */
    public ClientTokens tokens(ClientRegistration client) {
        return manager.tokens(client);
    }

    /** The tokens of a client for a principal that is evaluated already; the same object for equal keys. */
    public TokenSource tokens(ClientRegistration client, String principal) {
        return manager.tokens(client, principal);
    }

    /**
     * Keeps the session of a principal alive from now on, although nobody asks for its tokens; others are kept alive from their first use. It does nothing for
     * a client without {@code keepAlive}, or whose grant needs no person. Returns at once.
     */
    public void keepAlive(ClientRegistration client, String principal) {
        keepAlive.watch(client, AccessKey.of(client, principal));
    }

    /**
     * Tells how it stands with a principal's token and why: what this node holds, what the repository knows of the session, and what went wrong last. No token
     * is fetched, no server asked, nothing written, no secret told.
     *
     * @return texts, numbers, truth values and maps of them by name, {@code explanation} among them; never fails because of the repository
     */
    public CompletionStage<Map<String, Object>> explain(ClientRegistration client, String principal) {
        return explainer.explain(client, principal);
    }

    /** How it stands with a client's tokens on this node. Nothing is read or asked for that, so it may be looked at often. */
    public ClientStatus status(ClientRegistration client) {
        return status.of(client);
    }

    /** Asks for the client's tokens that could not be had, as its callers would; returns at once. */
    public void retry(ClientRegistration client) {
        manager.retry(client);
    }

    /** Judges tokens that others present. */
    public TokenValidation validation() {
        return validation;
    }

    /** Persons who bring their passwords along. */
    public Logins logins() {
        return logins;
    }

    /** Persons who sign in by another device. */
    public DeviceSignIns deviceSignIns() {
        return deviceSignIns;
    }

    /** The ends of sessions and tokens. */
    public SignOuts signOuts() {
        return signOuts;
    }

    /** Who the tokens are about. */
    public UserInfo userInfo() {
        return userInfo;
    }

    /** Persons who sign in. */
    public SignIns signIns() {
        return signIns;
    }

    /**
     * Begins to stop: no renewal is accepted any more. One that has sent nothing ends at once, and takes its announcement back. A session's renewal that
     * has sent its request runs to its end, since it may hold the only copy of a rotated refresh token: the answer is read and stored, for as long as
     * the client's {@code readLimit} and {@code storeBudget} together. Other grants have {@code requestTimeout}, after which nobody waits for them.
     *
     * @return complete when nothing is under way any more, or its time is over; the log then says which session may be lost. It never fails.
     */
    public CompletionStage<Void> stop() {
        keepAlive.close();
        return CompletableFuture.allOf(renewals.stop(), signIns.stop(), deviceSignIns.stop(), logins.stop());
    }

    /** Does what {@link #stop} says, waits for its end and lets everybody go who still waits for a token. */
    @Override
    public void close() {
        try {
            stop().toCompletableFuture().get(NEVER_LONGER.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Renewals under way could not be waited for", e);
        } finally {
            manager.close();
        }
    }

    /** The parts that an engine is made of. */
    public static final class Builder {
        private final Transport transport;
        private final Executor executor;
        private final ScheduledExecutorService scheduler;
        private TokenRepository repository = new MemoryTokenRepository();
        private TimeSource time = TimeSource.system();
        private @Nullable RandomGenerator random;
        private TokenEventListener listener = event -> {};
        private SecretSource secrets = SecretSource.none();
        private SignInPages signInPages = client -> Optional.empty();
        private @Nullable String nodeId;

        private Builder(Transport transport, Executor executor, ScheduledExecutorService scheduler) {
            this.transport = transport;
            this.executor = executor;
            this.scheduler = scheduler;
        }

        /** Where sessions are kept; in memory when not set. */
        public Builder repository(TokenRepository repository) {
            this.repository = repository;
            return this;
        }

        /** The clocks; the system's when not set. */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /** For jitter and identifiers; secure when not set. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** Learns of every renewal. */
        public Builder listener(TokenEventListener listener) {
            this.listener = listener;
            return this;
        }

        /** Asked again when a server refuses a client's secret; when not set, the secret that a client was configured with is all there is. */
        public Builder secrets(SecretSource secrets) {
            this.secrets = secrets;
            return this;
        }

        /** Where persons find a page to sign in on, for messages; none when not set. */
        public Builder signInPages(SignInPages signInPages) {
            this.signInPages = signInPages;
            return this;
        }

        /** What this node is called where people are told who renewed a session; the host's name and something random when not set. */
        public Builder nodeId(String nodeId) {
            this.nodeId = nodeId;
            return this;
        }

        /** An engine of these parts. */
        public TokenEngine build() {
            RandomGenerator source = random == null ? new SecureRandom() : random;
            AuthorizationServer server = new AuthorizationServer(transport, time, source);
            String node = nodeId == null ? NodeName.any(source) : nodeId;
            RenewalParts parts = new RenewalParts(
                    server,
                    new ClientSecrets(secrets, time),
                    repository,
                    new Threads(executor),
                    scheduler,
                    time,
                    source,
                    listener,
                    signInPages,
                    node);
            Renewals renewals = new Renewals(parts);
            KeepAlive keepAlive = new KeepAlive(renewals, parts);
            TokenManager manager = new TokenManager(
                    new DirectingRenewer(keepAlive::renew, signInPages), time, scheduler, source, listener);
            keepAlive.through(manager);
            renewals.tell(manager::signedOut);
            JwtSignatures signatures = new JwtSignatures(JsonWebKeys.forTokensOfTheServer(transport, time));
            IdTokens idTokens = new IdTokens(signatures, time);
            return new TokenEngine(
                    manager,
                    renewals,
                    keepAlive,
                    new Explainer(manager, renewals, keepAlive, parts),
                    new StatusReader(manager, renewals, keepAlive, parts),
                    new TokenValidation(transport, time, parts.secrets(), parts.threads()::grants),
                    new SignIns(
                            parts,
                            manager,
                            idTokens,
                            new AuthorizationRequests(parts, new PushedAuthorizationRequestEndpoint(transport))),
                    new Logins(parts, manager),
                    new DeviceSignIns(parts, manager, idTokens, new DeviceAuthorizationEndpoint(transport)),
                    new SignOuts(parts, manager),
                    new UserInfo(parts, manager, new UserinfoEndpoint(transport, signatures)));
        }
    }
}
