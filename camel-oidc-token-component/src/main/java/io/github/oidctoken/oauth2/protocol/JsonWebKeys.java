package io.github.oidctoken.oauth2.protocol;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.EndpointUri;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that authorization servers sign with: JWK sets (RFC 7517 section 5) by their {@code jwks_uri}.
 *
 * <p>A set is fetched when it is first needed, again after ten minutes, and in between when a key is asked for that it does not hold: a server may have
 * changed its keys. However many ask, one fetch is under way, and five seconds lie between the end of one and the next. When a fetch fails, the keys that
 * are held serve on for a day. Secret keys and RSA keys under 2048 bits are not taken. Thread-safe.
 */
public final class JsonWebKeys {

    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration LONGEST_USE = Duration.ofDays(1);
    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MOST_SETS = 1_000;
    private static final int MOST_KEYS = 100;
    private static final int SMALLEST_RSA = 2048;

    private final Transport transport;
    private final TimeSource time;
    private final Duration shortestInterval;
    private final Cache<Location, KeySet> sets =
            Caffeine.newBuilder().maximumSize(MOST_SETS).build();

    public JsonWebKeys(Transport transport, TimeSource time) {
        this(transport, time, SHORTEST_INTERVAL);
    }

    private JsonWebKeys(Transport transport, TimeSource time, Duration shortestInterval) {
        this.transport = transport;
        this.time = time;
        this.shortestInterval = shortestInterval;
    }

    /**
     * Keys for tokens that came from the server itself and not from whoever wants to get in: nobody can make us ask by naming made-up keys, so that a key
     * that is not held is asked for at once.
     */
    public static JsonWebKeys forTokensOfTheServer(Transport transport, TimeSource time) {
        return new JsonWebKeys(transport, time, Duration.ZERO);
    }

    /** The keys that serve a purpose, without asking the server; empty when it has to be asked. Never blocks. */
    List<JWK> held(URI jwksUri, boolean allowInsecure, Predicate<JWK> purpose) {
        KeySet set = set(jwksUri, allowInsecure);
        Held held = set.held;
        return held == null || set.olderThan(FRESH, held) ? List.of() : chosen(held, purpose);
    }

    /**
     * The keys that serve a purpose. Blocks while they are fetched, five seconds at most.
     *
     * @return none when the server has no such key
     * @throws KeysUnavailableException if there are no keys to choose from
     */
    List<JWK> find(URI jwksUri, boolean allowInsecure, Predicate<JWK> purpose) throws KeysUnavailableException {
        return set(jwksUri, allowInsecure).find(purpose);
    }

    private KeySet set(URI jwksUri, boolean allowInsecure) {
        return sets.get(new Location(jwksUri, allowInsecure), KeySet::new);
    }

    private static List<JWK> chosen(Held held, Predicate<JWK> purpose) {
        return held.keys().stream().filter(purpose).toList();
    }

    private record Location(URI uri, boolean allowInsecure) {}

    private record Held(List<JWK> keys, long nanos) {}

    /** Why the last fetch brought no keys. */
    private record Trouble(String problem, @Nullable TransportException cause) {}

    /** The keys of one {@code jwks_uri}; who finds them old and another one fetching goes on with the old ones. */
    private final class KeySet {

        private final Location location;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable Held held;
        private @Nullable Long triedAt;
        private volatile @Nullable Trouble trouble;

        private KeySet(Location location) {
            this.location = location;
        }

        List<JWK> find(Predicate<JWK> purpose) throws KeysUnavailableException {
            Held before = held;
            List<JWK> found = before == null ? List.of() : chosen(before, purpose);
            if (before != null && !found.isEmpty() && (!olderThan(FRESH, before) || !fetching.tryLock())) {
                return found;
            }
            if (before == null || found.isEmpty()) {
                Trouble last = trouble;
                if (last == null) {
                    fetching.lock();
                } else if (!fetching.tryLock()) {
                    // the server has just failed and another one tries again: waiting for that would be waiting for its
                    // timeout
                    return orFail(before, last, found);
                }
            }
            try {
                return chosen(refreshed(before), purpose);
            } finally {
                fetching.unlock();
            }
        }

        private List<JWK> orFail(@Nullable Held present, Trouble last, List<JWK> found)
                throws KeysUnavailableException {
            if (present == null || olderThan(LONGEST_USE, present)) {
                throw new KeysUnavailableException(last.problem(), last.cause());
            }
            return found;
        }

        private Held refreshed(@Nullable Held before) throws KeysUnavailableException {
            Long last = triedAt;
            if (held == before && (last == null || time.nanoTime() - last >= shortestInterval.toNanos())) {
                try {
                    fetch();
                } finally {
                    triedAt = time.nanoTime();
                }
            }
            Held now = held;
            if (now == null || olderThan(LONGEST_USE, now)) {
                Trouble seen = trouble;
                throw new KeysUnavailableException(
                        seen == null ? "" : seen.problem(), seen == null ? null : seen.cause());
            }
            return now;
        }

        private void fetch() {
            Optional<String> wrong = EndpointUri.problem(location.uri().toString(), location.allowInsecure());
            if (wrong.isPresent()) {
                trouble = new Trouble("the jwks_uri " + wrong.get(), null);
                return;
            }
            String shown = EndpointUri.shown(location.uri().toString());
            try {
                TransportResponse answer = transport.send(
                        TransportRequest.get(location.uri(), DEADLINE).withAllowInsecure(location.allowInsecure()));
                List<JWK> keys = answer.status() == 200 ? read(answer) : List.of();
                if (keys.isEmpty()) {
                    String wanting = answer.status() == 200 ? " without a public key that can be used" : "";
                    trouble = new Trouble(
                            shown + " answered " + answer.status() + " (" + answer.mediaType() + ")" + wanting, null);
                } else {
                    held = new Held(keys, time.nanoTime());
                    trouble = null;
                }
            } catch (TransportException e) {
                trouble = new Trouble(shown + ": " + e.getMessage(), e);
            }
        }

        private boolean olderThan(Duration age, Held keys) {
            return time.nanoTime() - keys.nanos() >= age.toNanos();
        }
    }

    private static List<JWK> read(TransportResponse answer) {
        Object listed = JsonMembers.parse(answer.body())
                .map(json -> json.all().get("keys"))
                .orElse(null);
        List<JWK> keys = new ArrayList<>();
        if (listed instanceof List<?> items) {
            for (Object item : items.subList(0, Math.min(items.size(), MOST_KEYS))) {
                key(item).ifPresent(keys::add);
            }
        }
        return List.copyOf(keys);
    }

    /** A key of a kind that is not known spoils only itself. */
    @SuppressWarnings("unchecked") // the names in a JSON object are text
    private static Optional<JWK> key(Object item) {
        try {
            JWK parsed = item instanceof Map<?, ?> members ? JWK.parse((Map<String, Object>) members) : null;
            return Optional.ofNullable(parsed)
                    .map(JWK::toPublicJWK)
                    .filter(key -> !(key instanceof RSAKey rsa) || rsa.size() >= SMALLEST_RSA);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** There are no keys to judge a signature by. */
    static final class KeysUnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        KeysUnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
