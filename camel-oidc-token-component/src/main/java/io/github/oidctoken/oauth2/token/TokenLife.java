package io.github.oidctoken.oauth2.token;

import java.time.Duration;

/**
 * How much of an access token's life can be relied on: what is sent must still be good when it is judged. The end is not used, but at most half of the life is
 * given away.
 *
 * <ul>
 *   <li>One second, since an authorization server counts in whole seconds: it states the full {@code expires_in} (RFC 6749 section 5.1) but judges by a moment
 *       that it has rounded down, such as {@code exp} of a JWT (RFC 7519 section 4.1.4), so a token may end up to a second before its time.
 *   <li>A tenth of the life, at most another second, for the way to the resource server.
 * </ul>
 *
 * @param stated the life that the server has stated, from the moment just before the request was sent
 */
public record TokenLife(Duration stated) {

    private static final Duration ROUNDED_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAY = Duration.ofSeconds(1);
    private static final int SHARE_OF_THE_WAY = 10;
    private static final int LONGEST_SHARE = 4;

    /** How long it may be sent. */
    public Duration usable() {
        Duration way = shorter(stated.dividedBy(SHARE_OF_THE_WAY), LONGEST_WAY);
        return stated.minus(shorter(ROUNDED_OFF.plus(way), stated.dividedBy(2)));
    }

    /** How long before the end of its use a renewal is due: the client's {@code refreshMargin}, but never more than a quarter. */
    public Duration margin(Duration refreshMargin) {
        return shorter(refreshMargin, usable().dividedBy(LONGEST_SHARE));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
