package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of one session.
 *
 * @param signedInAt fixed once per sign-in or grant, later than that of the session it replaces
 * @param generation one more for each commit
 * @param renewedAt when the last commit's request was sent, in server time; later with each commit
 * @param renewedBy the node of the last commit, for people only; absent when that is not known
 * @param refreshToken the newest; absent when the server gives none
 * @param refreshExpiresAt when it ends; absent when that is not known or never
 * @param superseded fingerprints of the last two refresh tokens before it, the newest first
 * @param scopes asked for when the session was started
 * @param accessTokens by the hash of their access key
 * @param reason why a person must sign in again; absent while the session is active
 * @param intent who is renewing; absent when nobody is
 * @param unknownPresentations since the last commit, for explaining only
 * @param seeds fingerprints of the configured refresh tokens that were presented, the newest first, at most eight
 * @param subject the person who signed in, by {@code sub}; absent when nobody did, or the server did not say who
 * @param idToken the newest that the server gave, shown to it when the person signs out; absent when it gave none
 * @param others members that a later release has written
 */
record SessionDocument(
        Instant signedInAt,
        long generation,
        Instant renewedAt,
        @Nullable String renewedBy,
        @Nullable Secret refreshToken,
        @Nullable Instant refreshExpiresAt,
        List<String> superseded,
        List<String> scopes,
        Map<String, StoredAccessToken> accessTokens,
        Status status,
        @Nullable String reason,
        @Nullable Intent intent,
        int unknownPresentations,
        List<String> seeds,
        @Nullable String subject,
        @Nullable Secret idToken,
        Map<String, Object> others) {

    private static final int MOST_SEEDS = 8;

    /** Whether the session can be renewed without a person. */
    enum Status {
        ACTIVE,
        REAUTHORIZATION_REQUIRED,
        /** Ended on purpose; the refresh token stays only until the server has revoked it, and is never presented. */
        SIGNED_OUT
    }

    /** The document of a session that has not begun. */
    static final SessionDocument NONE = new SessionDocument(
            Instant.EPOCH,
            0,
            Instant.EPOCH,
            null,
            null,
            null,
            List.of(),
            List.of(),
            Map.of(),
            Status.ACTIVE,
            null,
            null,
            0,
            List.of(),
            null,
            null,
            Map.of());

    @Nullable
    String refreshFingerprint() {
        return refreshToken == null ? null : refreshToken.fingerprint();
    }

    /** Whether nobody has renewed, signed in or signed out since the other document was read. */
    boolean sameLineageAs(SessionDocument other) {
        String mine = refreshFingerprint();
        String its = other.refreshFingerprint();
        return signedInAt.equals(other.signedInAt)
                && generation == other.generation
                && isSignedOut() == other.isSignedOut()
                && (mine == null ? its == null : mine.equals(its));
    }

    /**
     * Age is judged by the sign-in and the last commit since, never by the repository's version: a restored backup counts versions anew. Nor by the
     * generation: two restores may leave two branches, and the one renewed later is the one that the server goes on with.
     */
    boolean isOlderThan(SessionDocument other) {
        int bySignIn = signedInAt.compareTo(other.signedInAt);
        return bySignIn < 0 || (bySignIn == 0 && renewedAt.isBefore(other.renewedAt));
    }

    boolean isSignedOut() {
        return status == Status.SIGNED_OUT;
    }

    SessionDocument withIntent(Intent announced) {
        return with(status, reason, announced, unknownPresentations + 1, seeds);
    }

    /** This session with whatever intent stands in another document. */
    SessionDocument withIntentOf(SessionDocument other) {
        return with(status, reason, other.intent, unknownPresentations, seeds);
    }

    SessionDocument withoutIntent() {
        return with(status, reason, null, Math.max(0, unknownPresentations - 1), seeds);
    }

    /** The document of a session that has ended. A seed that was refused is remembered, so that it is not presented again. */
    SessionDocument reauthorizationRequired(String why, @Nullable String seed) {
        return with(Status.REAUTHORIZATION_REQUIRED, why, null, unknownPresentations, remembering(seed));
    }

    /**
     * What stays of a session that was ended on purpose: a later commit than any before, so that a renewal under way finds the session moved. The person is
     * forgotten, so that another one may sign in.
     *
     * @param moment in server time
     */
    SessionDocument signedOut(Instant moment, String node, @Nullable String seed) {
        Instant when = later(moment);
        return new SessionDocument(
                signedInAt,
                generation + 1,
                when,
                node,
                refreshToken,
                refreshExpiresAt,
                superseded,
                scopes,
                Map.of(),
                Status.SIGNED_OUT,
                "signed out at " + when.truncatedTo(ChronoUnit.SECONDS) + " by node " + node,
                null,
                0,
                remembering(seed),
                null,
                null,
                others);
    }

    /** The same after the server has revoked the refresh token. */
    SessionDocument revoked() {
        return new SessionDocument(
                signedInAt,
                generation,
                renewedAt,
                renewedBy,
                null,
                null,
                refreshToken == null ? superseded : shifted(refreshToken),
                scopes,
                accessTokens,
                status,
                reason,
                intent,
                unknownPresentations,
                seeds,
                subject,
                idToken,
                others);
    }

    private List<String> remembering(@Nullable String seed) {
        if (seed == null || seeds.contains(seed)) {
            return seeds;
        }
        return Stream.concat(Stream.of(seed), seeds.stream()).limit(MOST_SEEDS).toList();
    }

    private SessionDocument with(
            Status newStatus,
            @Nullable String newReason,
            @Nullable Intent newIntent,
            int unknown,
            List<String> newSeeds) {
        return new SessionDocument(
                signedInAt,
                generation,
                renewedAt,
                renewedBy,
                refreshToken,
                refreshExpiresAt,
                superseded,
                scopes,
                accessTokens,
                newStatus,
                newReason,
                newIntent,
                unknown,
                newSeeds,
                subject,
                idToken,
                others);
    }

    /** The document after a commit. Access tokens that have ended are dropped. */
    SessionDocument committed(Commit commit) {
        Secret newest = commit.refreshToken() != null
                ? commit.refreshToken()
                : commit.keepsRefreshToken() ? refreshToken : null;
        boolean rotated = refreshToken != null && newest != null && !newest.equals(refreshToken);
        Map<String, StoredAccessToken> tokens = new HashMap<>(accessTokens);
        tokens.values()
                .removeIf(
                        token -> token.expiresAt().isBefore(commit.accessToken().obtainedAt()));
        tokens.put(commit.accessKeyHash(), commit.accessToken());
        return new SessionDocument(
                commit.signedInAt(),
                generation + 1,
                later(commit.accessToken().obtainedAt()),
                commit.renewedBy(),
                newest,
                commit.refreshToken() != null ? commit.refreshExpiresAt() : refreshExpiresAt,
                rotated ? shifted(refreshToken) : superseded,
                commit.scopes(),
                Map.copyOf(tokens),
                Status.ACTIVE,
                null,
                null,
                0,
                remembering(commit.seedFingerprint()),
                commit.subject() != null ? commit.subject() : subject,
                commit.idToken() != null ? commit.idToken() : idToken,
                others);
    }

    /** Grows even where a node's clock is behind. */
    private Instant later(Instant obtainedAt) {
        return obtainedAt.isAfter(renewedAt) ? obtainedAt : renewedAt.plusMillis(1);
    }

    private List<String> shifted(@Nullable Secret old) {
        String fingerprint = old == null ? "" : old.fingerprint();
        return superseded.isEmpty() ? List.of(fingerprint) : List.of(fingerprint, superseded.get(0));
    }

    /**
     * What one renewal has brought.
     *
     * @param refreshToken as answered; absent when the server sent none
     * @param keepsRefreshToken whether the old one stays good when the server sent none (RFC 6749 section 6)
     * @param renewedBy the node that did it; absent when it has no name
     * @param subject the person who signed in; absent when that is the same as before, or not known
     * @param idToken as answered; absent when the server sent none
     */
    record Commit(
            Instant signedInAt,
            @Nullable Secret refreshToken,
            @Nullable Instant refreshExpiresAt,
            boolean keepsRefreshToken,
            List<String> scopes,
            String accessKeyHash,
            StoredAccessToken accessToken,
            @Nullable String seedFingerprint,
            @Nullable String renewedBy,
            @Nullable String subject,
            @Nullable Secret idToken) {

        /** The same as a session that began at that moment. */
        Commit begunAt(Instant moment) {
            return new Commit(
                    moment,
                    refreshToken,
                    refreshExpiresAt,
                    keepsRefreshToken,
                    scopes,
                    accessKeyHash,
                    accessToken,
                    seedFingerprint,
                    renewedBy,
                    subject,
                    idToken);
        }
    }

    /** What names the document, without its tokens. */
    @Override
    public String toString() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("signedInAt", signedInAt);
        shown.put("generation", generation);
        shown.put("status", status);
        shown.put("intent", intent);
        return "SessionDocument" + shown;
    }
}
