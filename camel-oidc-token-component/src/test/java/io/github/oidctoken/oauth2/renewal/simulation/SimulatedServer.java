package io.github.oidctoken.oauth2.renewal.simulation;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An authorization server that rotates refresh tokens, and knows the truth about every one of them. */
public final class SimulatedServer {

    /** What becomes of a superseded refresh token that is presented again. */
    public enum Kind {
        /** The whole session ends. */
        ENDS_SESSION,
        /** It is refused. */
        REFUSES,
        /** It works for 30 seconds; later the whole session ends. */
        GRACE
    }

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final VirtualTime time;
    private final Kind kind;
    private final Duration lifetime;
    private final Duration refreshLifetime;
    private final Consumer<Family> ended;
    private final Map<String, Refresh> refreshTokens = new HashMap<>();
    private final Map<String, Long> accessExpiry = new HashMap<>();
    private final List<Family> families = new ArrayList<>();

    /** @param ended learns of sessions that end because a refresh token came again */
    public SimulatedServer(
            VirtualTime time, Kind kind, Duration lifetime, Duration refreshLifetime, Consumer<Family> ended) {
        this.time = time;
        this.kind = kind;
        this.lifetime = lifetime;
        this.refreshLifetime = refreshLifetime;
        this.ended = ended;
    }

    /** A sign-in that somebody has done elsewhere: its tokens. */
    public TokenResponse signIn(List<String> scopes) {
        Family family = new Family(families.size(), scopes);
        families.add(family);
        return issue(family, scopes);
    }

    /** Acts on a request that has arrived. */
    public TokenOutcome process(TokenRequest request) {
        if (!(request instanceof TokenRequest.ByRefreshToken refresh)) {
            return new TokenOutcome.Granted(signIn(request.scopes()));
        }
        Refresh known = refreshTokens.get(refresh.refreshToken().value());
        if (known == null || !known.family.alive) {
            return invalidGrant("Session not active");
        }
        Family family = known.family;
        if (known.supersededAt != null) {
            boolean inGrace = kind == Kind.GRACE && time.nanos() - known.supersededAt <= GRACE.toNanos();
            if (!inGrace) {
                if (kind != Kind.REFUSES) {
                    family.alive = false;
                    ended.accept(family);
                }
                return invalidGrant("Token is not active");
            }
        } else {
            known.supersededAt = time.nanos();
        }
        Refresh newest = refreshTokens.get(family.newest);
        if (newest != null && newest.supersededAt == null) {
            newest.supersededAt = time.nanos();
        }
        return new TokenOutcome.Granted(issue(family, request.scopes().isEmpty() ? family.scopes : request.scopes()));
    }

    private TokenResponse issue(Family family, List<String> scopes) {
        String name = family.number + "." + ++family.issued;
        Refresh refresh = new Refresh(family, family.issued);
        family.newest = "rt-" + name;
        refreshTokens.put(family.newest, refresh);
        String access = "at-" + name + "-" + String.join("+", scopes);
        // as servers do, it cuts the end to whole seconds
        accessExpiry.put(access, time.nanos() / SECOND * SECOND + lifetime.toNanos());
        return new TokenResponse(
                Secret.of(access),
                "Bearer",
                lifetime,
                Secret.of(family.newest),
                refreshLifetime.isZero() ? null : refreshLifetime,
                null,
                null,
                date(),
                Map.of());
    }

    /** What its answers say of the time: whole seconds of true time. */
    public Instant date() {
        return Machine.EPOCH.plusNanos(time.nanos()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static TokenOutcome invalidGrant(String description) {
        return new TokenOutcome.Refused(400, "invalid_grant", description, null, null);
    }

    /** Whose refresh token that is. */
    public @Nullable Family family(@Nullable String refreshToken) {
        Refresh known = refreshToken == null ? null : refreshTokens.get(refreshToken);
        return known == null ? null : known.family;
    }

    /** Its place in the chain of rotations. */
    public int place(String refreshToken) {
        Refresh known = refreshTokens.get(refreshToken);
        return known == null ? 0 : known.place;
    }

    /** Whether a refresh with it would succeed and end nothing. */
    public boolean isLive(String refreshToken) {
        Refresh known = refreshTokens.get(refreshToken);
        return known != null && known.family.alive && known.supersededAt == null;
    }

    /** When an access token ends, in true time. */
    public long expiry(String accessToken) {
        return Objects.requireNonNull(accessExpiry.get(accessToken), "never issued");
    }

    /** An administrator ends all sessions. */
    public void endSessions() {
        families.forEach(family -> family.alive = false);
    }

    public List<Family> families() {
        return families;
    }

    private static final class Refresh {
        private final Family family;
        private final int place;
        private @Nullable Long supersededAt;

        Refresh(Family family, int place) {
            this.family = family;
            this.place = place;
        }
    }

    /** A session at the server. */
    public static final class Family {
        private final int number;
        private final List<String> scopes;
        private int issued;
        private String newest = "";
        private boolean alive = true;
        private @Nullable String excuse;

        Family(int number, List<String> scopes) {
            this.number = number;
            this.scopes = scopes;
        }

        public boolean alive() {
            return alive;
        }

        /** Why its end is nobody's fault; absent while it must not end. */
        public @Nullable String excuse() {
            return excuse;
        }

        public void excuse(String why) {
            if (excuse == null) {
                excuse = why;
            }
        }

        @Override
        public String toString() {
            return "session " + number;
        }
    }
}
