package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a renewal of a session would lose if it were cut off now, and why it is not home yet. Thread-safe. */
final class AtStake {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private enum What {
        NOTHING,
        /** A request is out: the server may have rotated the refresh token. */
        ANSWER,
        /** The server has answered and the repository has not taken it yet. */
        COMMIT
    }

    private final ClientRegistration client;
    private final TimeSource time;
    private volatile What what = What.NOTHING;
    private volatile String grantType = "";
    private volatile String repositoryFault = "it has not answered";
    private volatile long sinceNanos;

    AtStake(ClientRegistration client, TimeSource time) {
        this.client = client;
        this.time = time;
    }

    void sending(String presented) {
        grantType = presented;
        sinceNanos = time.nanoTime();
        what = What.ANSWER;
    }

    void unsaved() {
        sinceNanos = time.nanoTime();
        what = What.COMMIT;
    }

    void nothing() {
        what = What.NOTHING;
    }

    void repositoryFailed(String fault) {
        repositoryFault = fault;
    }

    boolean isNothing() {
        return what == What.NOTHING;
    }

    /** Says that a person who has signed in must do so again. */
    void signInLost() {
        LOG.warn(
                "Client '{}': a person has signed in, but for {} the repository has not taken the session: {}. Its tokens are"
                        + " given up, and the person was told to sign in again.",
                client.name(),
                DurationText.of(Duration.ofNanos(time.nanoTime() - sinceNanos)),
                repositoryFault);
    }

    /** Says whose session may be lost and why; quiet when nothing is. */
    void warn() {
        Duration since = Duration.ofNanos(time.nanoTime() - sinceNanos);
        switch (what) {
            case ANSWER ->
                LOG.warn(
                        "Client '{}': stopped while the token endpoint has not answered a {} request for {}. The"
                                + " session is lost if the server has rotated its refresh token meanwhile: {}",
                        client.name(),
                        grantType,
                        DurationText.of(since),
                        remedy());
            case COMMIT ->
                LOG.warn(
                        "Client '{}': stopped although the repository has not taken the new refresh token for {}: {}."
                                + " The session is lost if the server rotates refresh tokens: {}",
                        client.name(),
                        DurationText.of(since),
                        repositoryFault,
                        remedy());
            default -> LOG.debug("Client '{}': stopped before anything was sent", client.name());
        }
    }

    private String remedy() {
        return client.grant().repeatable()
                ? "the next renewal then runs the " + client.grant().grantType() + " grant anew."
                : "a new " + client.option("refreshToken") + " or sign-in is then needed.";
    }
}
