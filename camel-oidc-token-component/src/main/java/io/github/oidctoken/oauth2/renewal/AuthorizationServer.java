package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.MetadataEndpoint;
import io.github.oidctoken.oauth2.protocol.RevocationEndpoint;
import io.github.oidctoken.oauth2.protocol.ServerTime;
import io.github.oidctoken.oauth2.protocol.TokenEndpoint;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Authorization servers as this node knows them: asks their token endpoints, which it discovers once where no option names them, and spares those that
 * fail. Thread-safe.
 */
final class AuthorizationServer {

    private final TokenEndpoint tokenEndpoint;
    private final MetadataEndpoint metadataEndpoint;
    private final ServerTime serverTime;
    private final RevocationEndpoint revocationEndpoint;
    private final TimeSource time;
    private final RandomGenerator random;
    private final ConcurrentMap<URI, ProviderMetadata> discovered = new ConcurrentHashMap<>();

    /** By what sessions call their server. */
    private final ConcurrentMap<String, ServerClock> clocks = new ConcurrentHashMap<>();

    /** By token endpoint, or by issuer while that is not discovered. */
    private final ConcurrentMap<URI, Breaker> breakers = new ConcurrentHashMap<>();

    AuthorizationServer(Transport transport, TimeSource time, RandomGenerator random) {
        this.tokenEndpoint = new TokenEndpoint(transport, time);
        this.metadataEndpoint = new MetadataEndpoint(transport);
        this.serverTime = new ServerTime(transport);
        this.revocationEndpoint = new RevocationEndpoint(transport);
        this.time = time;
        this.random = random;
    }

    /**
     * Sees to it that the client's token endpoint is known. Blocks if it has to be discovered.
     *
     * @return why a token request cannot be sent now; absent when it can
     */
    TokenOutcome.@Nullable NotSent refusal(RenewalRequest renewal) {
        ClientRegistration client = renewal.client();
        TokenOutcome.NotSent undiscovered = discover(client, renewal.key());
        return undiscovered != null ? undiscovered : breaker(endpoint(client)).refusal();
    }

    /** A token request that is about to be made. */
    Attempt attempt(ClientRegistration client, AccessKey who) {
        return new Attempt(client, who);
    }

    /**
     * What is known of a client's server: what the options say, completed by its metadata document if they do not say what is wanted. Blocks if that has to be
     * read.
     *
     * @throws OidcTokenException if the document is needed and cannot be had
     */
    ProviderMetadata metadata(
            ClientRegistration client, AccessKey who, Function<ProviderMetadata, @Nullable URI> wanted) {
        ProviderMetadata configured = client.provider();
        URI issuer = configured.issuer();
        if (wanted.apply(configured) == null && issuer != null) {
            TokenOutcome.NotSent undiscovered = readMetadata(client, issuer, who);
            if (undiscovered != null) {
                throw new Failures(client, client.grant().grantType()).of(undiscovered);
            }
        }
        return known(client);
    }

    /** What is known of a client's server without asking it. */
    ProviderMetadata known(ClientRegistration client) {
        ProviderMetadata configured = client.provider();
        ProviderMetadata found = configured.issuer() == null ? null : discovered.get(configured.issuer());
        return found == null ? configured : configured.completedBy(found);
    }

    /**
     * Has a token revoked. Blocks.
     *
     * @param client with the secret to present
     * @return what went wrong; empty when the token is good for nothing any more
     */
    Optional<TokenOutcome> revoke(ClientRegistration client, URI endpoint, Secret token, @Nullable String hint) {
        return revocationEndpoint.revoke(client, endpoint, token, hint);
    }

    private TokenOutcome.@Nullable NotSent discover(ClientRegistration client, AccessKey who) {
        URI issuer = client.provider().issuer();
        return client.provider().tokenEndpoint() != null || issuer == null ? null : readMetadata(client, issuer, who);
    }

    private TokenOutcome.@Nullable NotSent readMetadata(ClientRegistration client, URI issuer, AccessKey who) {
        if (discovered.containsKey(issuer)) {
            return null;
        }
        Breaker breaker = breaker(issuer);
        Breaker.Entry entry = breaker.enter();
        if (entry.refused() != null) {
            return entry.refused();
        }
        MetadataEndpoint.Outcome outcome = metadataEndpoint.read(issuer, client.allowInsecure());
        if (outcome instanceof MetadataEndpoint.Outcome.Failed failed) {
            breaker.saw(entry, who, new Availability("discovery failed: " + failed.reason(), null));
            return notDiscovered(client, issuer, failed.reason(), failed.cause());
        }
        breaker.saw(entry, who, new Availability(null, null));
        discovered.put(issuer, ((MetadataEndpoint.Outcome.Found) outcome).metadata());
        return null;
    }

    private Breaker breaker(URI endpoint) {
        return breakers.computeIfAbsent(endpoint, unseen -> new Breaker(time, random));
    }

    /** The clock of the server that a session is kept at. */
    ServerClock clock(SessionKey session) {
        return clocks.computeIfAbsent(session.authorizationServer(), unseen -> new ServerClock(time));
    }

    /** The time at a session's server as far as it is known, else this node's. */
    Instant time(SessionKey session) {
        return clock(session).now().orElseGet(time::now);
    }

    /** What the server's clock shows; absent when it does not say, or is to be left in peace. Blocks. */
    @Nullable
    Instant date(RenewalRequest renewal) {
        ClientRegistration client = renewal.client();
        return refusal(renewal) == null
                ? serverTime.ask(endpoint(client), client.allowInsecure()).orElse(null)
                : null;
    }

    /** Why the client's server is spared, since it has failed whoever asked it; absent when it is not. Nothing is asked for that. */
    @Nullable
    String problem(ClientRegistration client) {
        return Stream.of(known(client).tokenEndpoint(), client.provider().issuer())
                .filter(Objects::nonNull)
                .map(breakers::get)
                .filter(Objects::nonNull)
                .map(Breaker::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** How far the clock of a session's server is ahead of this node's; absent while that is not known. */
    @Nullable
    Duration clockOffset(SessionKey session) {
        ServerClock clock = clocks.get(session.authorizationServer());
        return clock == null
                ? null
                : clock.now().map(now -> Duration.between(time.now(), now)).orElse(null);
    }

    private URI endpoint(ClientRegistration client) {
        URI configured = client.provider().tokenEndpoint();
        URI issuer = client.provider().issuer();
        ProviderMetadata known = issuer == null ? null : discovered.get(issuer);
        URI found = configured != null || known == null ? configured : known.tokenEndpoint();
        if (found == null) {
            throw new IllegalStateException("The metadata of an issuer names its token endpoint, or it is refused");
        }
        return found;
    }

    private static TokenOutcome.NotSent notDiscovered(
            ClientRegistration client, URI issuer, String reason, @Nullable Throwable cause) {
        return new TokenOutcome.NotSent(
                "discovery at " + issuer + " failed: " + reason + ". Check " + client.option("issuer") + ", or set "
                        + client.option("tokenEndpoint") + " to do without discovery",
                cause);
    }

    /** One token request. Thread-safe. */
    final class Attempt {

        private final ClientRegistration client;
        private final AccessKey who;
        private volatile @Nullable Sent sent;

        private Attempt(ClientRegistration client, AccessKey who) {
            this.client = client;
            this.who = who;
        }

        /** Sends it. A failed discovery, and a request that is held back, count as not sent. Blocks. */
        TokenOutcome send(TokenRequest request) {
            TokenOutcome.NotSent undiscovered = discover(client, who);
            if (undiscovered != null) {
                return undiscovered;
            }
            URI endpoint = endpoint(client);
            Breaker breaker = breaker(endpoint);
            Breaker.Entry entry = breaker.enter();
            if (entry.refused() != null) {
                return entry.refused();
            }
            sent = new Sent(breaker, entry);
            Availability seen = new Availability("the request broke off", null);
            try {
                TokenOutcome outcome = tokenEndpoint.request(client, endpoint, request);
                seen = Availability.of(outcome);
                return outcome;
            } finally {
                breaker.saw(entry, who, seen);
            }
        }

        /** Its answer takes longer than anybody waits: until it comes the server counts as failing, so that not all threads wait for it. */
        void late() {
            Sent mine = sent;
            if (mine != null) {
                String problem = "it has not answered within "
                        + DurationText.of(client.renewal().requestTimeout());
                mine.breaker().saw(mine.entry(), who, new Availability(problem, null));
            }
        }

        private record Sent(Breaker breaker, Breaker.Entry entry) {}
    }
}
