package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An access token, ready to be sent: the header value is prebuilt and is the only copy of the token that the engine keeps. Thread-safe; two instances are
 * equal only if they are the same.
 *
 * <p>All of it is fixed but the two moments at which it turns stale and ends: they come forward when the machine turns out to have stood still.
 */
public final class AccessToken {

    private static final long SECOND = 1_000_000_000L;

    private final String headerValue;
    private final String tokenType;
    private final @Nullable List<String> scopes;
    private final Map<String, Object> members;
    private final TokenSet.Origin origin;
    private final int fingerprint;

    // numbers instead of objects: there may be a hundred thousand tokens
    private final int obtainedAtNanoOfSecond;
    private final long obtainedAtEpochSecond;
    private final long lifetimeNanos;
    private volatile long staleAtNanos;
    private volatile long expiresAtNanos;

    AccessToken(TokenSet tokens, Deadlines deadlines) {
        this(tokens, tokens.scopes(), deadlines);
    }

    /** @param scopes as granted, in a copy that tokens may share */
    AccessToken(TokenSet tokens, @Nullable List<String> scopes, Deadlines deadlines) {
        this.tokenType = tokens.tokenType();
        this.headerValue = tokens.tokenType() + " " + tokens.accessToken().value();
        this.fingerprint = HexFormat.fromHexDigits(tokens.accessToken().shortFingerprint());
        this.scopes = scopes;
        this.members = tokens.members();
        this.origin = tokens.origin();
        this.obtainedAtEpochSecond = tokens.obtainedAt().getEpochSecond();
        this.obtainedAtNanoOfSecond = tokens.obtainedAt().getNano();
        this.lifetimeNanos = tokens.lifetime().toNanos();
        this.staleAtNanos = deadlines.staleAtNanos();
        this.expiresAtNanos = deadlines.expiresAtNanos();
    }

    /** A token that nobody shares or renews: that of one person's login. */
    public static AccessToken of(TokenSet tokens, Duration refreshMargin) {
        return new AccessToken(tokens, Deadlines.of(tokens, refreshMargin));
    }

    /** The value of the {@code Authorization} header, such as {@code Bearer eyJ...}. */
    public String headerValue() {
        return headerValue;
    }

    /** The bare token: for those who must hand it on by other means than the header. */
    public String value() {
        return headerValue.substring(tokenType.length() + 1);
    }

    /** {@code Bearer}, or whatever the server said. */
    public String tokenType() {
        return tokenType;
    }

    /** Whether it may be sent as a credential: what a token exchange calls {@code N_A} is none (RFC 8693 section 2.2.1). */
    public boolean isCredential() {
        return !tokenType.equalsIgnoreCase("N_A");
    }

    /** The first 8 hex digits of the token's SHA-256: the name of the token in logs and events. */
    public String fingerprint() {
        return HexFormat.of().toHexDigits(fingerprint);
    }

    /** The scopes granted; absent when the server did not say, which means as requested. */
    public @Nullable List<String> scopes() {
        return scopes;
    }

    /** Further members of the token response, such as {@code session_state}; never a token. */
    public Map<String, Object> members() {
        return members;
    }

    /** When the request for it was sent, by this node's wall clock. */
    public Instant obtainedAt() {
        return Instant.ofEpochSecond(obtainedAtEpochSecond, obtainedAtNanoOfSecond);
    }

    /** How long it lives from {@link #obtainedAt()}, as the server has stated. */
    public Duration lifetime() {
        return Duration.ofNanos(lifetimeNanos);
    }

    /** Until when it may be sent, by this node's wall clock: the end that the server has stated, less what {@link TokenLife} does not rely on. */
    public Instant expiresAt() {
        return obtainedAt().plus(new TokenLife(lifetime()).usable());
    }

    /** The judge: a pure function of this token and the monotonic clock. */
    public Freshness freshness(long nanoTime) {
        if (nanoTime - staleAtNanos < 0) {
            return Freshness.FRESH;
        }
        return nanoTime - expiresAtNanos < 0 ? Freshness.STALE : Freshness.EXPIRED;
    }

    /**
     * Makes it older, since time has passed that the monotonic clock did not count. The object stays the same, because callers name by it the token that was
     * refused.
     */
    synchronized void age(Duration uncounted) {
        // more than its life would only let the numbers run over
        long nanos = uncounted.compareTo(lifetime()) < 0 ? uncounted.toNanos() : lifetimeNanos;
        staleAtNanos = staleAtNanos - nanos;
        expiresAtNanos = expiresAtNanos - nanos;
    }

    TokenSet.Origin origin() {
        return origin;
    }

    long staleAtNanos() {
        return staleAtNanos;
    }

    /** Whether it is fresh at that moment, and no longer than that. */
    boolean turnsStaleWithin(long nanos, long nanoTime) {
        long left = staleAtNanos - nanoTime;
        return left > 0 && left <= nanos;
    }

    long expiresAtNanos() {
        return expiresAtNanos;
    }

    /** Until it turns stale; when the next renewal has to pause for longer, until then, but never beyond its end. */
    long mayRestUntil(RenewalPause pause) {
        long until = pause.holds(staleAtNanos) ? pause.nextStartNanos() : staleAtNanos;
        return until - expiresAtNanos < 0 ? until : expiresAtNanos;
    }

    /** How much longer it may be sent; zero when it has ended. */
    public Duration remaining(long nanoTime) {
        return Duration.ofNanos(Math.max(0, expiresAtNanos - nanoTime));
    }

    /** What the server would state as {@code expires_in} if it answered now: a little more than {@link #remaining}. */
    public Duration expiresIn(long nanoTime) {
        return remaining(nanoTime).plus(lifetime().minus(new TokenLife(lifetime()).usable()));
    }

    /** Whether another one lives shorter and ends no later, give or take a second. */
    boolean outlasts(Duration otherLifetime, long otherExpiresAtNanos) {
        return lifetimeNanos - otherLifetime.toNanos() > SECOND && otherExpiresAtNanos - expiresAtNanos <= SECOND;
    }

    /** Whether it is the same token, compared by value. */
    public boolean sameAs(Secret other) {
        return Secret.of(value()).equals(other);
    }

    @Override
    public String toString() {
        return "AccessToken[" + tokenType + " " + fingerprint() + ", expiresAt=" + expiresAt() + "]";
    }
}
