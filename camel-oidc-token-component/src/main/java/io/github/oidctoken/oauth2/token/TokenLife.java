package io.github.oidctoken.oauth2.token;

import java.time.Duration;

/**
 * How much of an access token's life can be relied on. An authorization server counts in whole seconds: it sends {@code expires_in} (RFC 6749 section 5.1) but
 * judges by a moment that it has rounded down, {@code exp} of a JWT (RFC 7519 section 2, NumericDate as servers write it), so a token may end up to a second
 * before its time. That second, or half of a life shorter than two, is not used.
 *
 * @param stated the life that the server has stated, from the moment just before the request was sent
 */
public record TokenLife(Duration stated) {

    private static final Duration ROUNDED_OFF = Duration.ofSeconds(1);
    private static final int LONGEST_SHARE = 4;

    /** How long it may be sent. */
    public Duration usable() {
        Duration half = stated.dividedBy(2);
        return stated.minus(ROUNDED_OFF.compareTo(half) < 0 ? ROUNDED_OFF : half);
    }

    /** How long before the end of its use a renewal is due: the client's {@code refreshMargin}, but never more than a quarter. */
    public Duration margin(Duration refreshMargin) {
        Duration quarter = usable().dividedBy(LONGEST_SHARE);
        return refreshMargin.compareTo(quarter) < 0 ? refreshMargin : quarter;
    }
}
