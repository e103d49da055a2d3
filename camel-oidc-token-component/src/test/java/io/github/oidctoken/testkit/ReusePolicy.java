package io.github.oidctoken.testkit;

import java.time.Duration;

/** What the server does when a refresh token is presented that has already been replaced (RFC 9700 section 4.14.2). */
public enum ReusePolicy {
    /** The whole session dies: the newest refresh token and every access token too. Keycloak with rotation, oidc-provider. */
    KILL_FAMILY {
        @Override
        Verdict judge(Duration sinceReplaced, Duration grace) {
            return Verdict.KILL;
        }
    },
    /** Only the replaced token is refused, the session lives on. Spring Authorization Server. */
    REFUSE_SUPERSEDED {
        @Override
        Verdict judge(Duration sinceReplaced, Duration grace) {
            return Verdict.REFUSE;
        }
    },
    /** The replaced token still works for the grace period, counted from its first replacement; after that the session dies. */
    GRACE {
        @Override
        Verdict judge(Duration sinceReplaced, Duration grace) {
            return sinceReplaced.compareTo(grace) < 0 ? Verdict.ACCEPT : Verdict.KILL;
        }
    };

    abstract Verdict judge(Duration sinceReplaced, Duration grace);

    enum Verdict {
        ACCEPT,
        REFUSE,
        KILL
    }
}
