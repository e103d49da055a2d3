package io.github.oidctoken.testkit.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.EncryptingTokenRepository;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.Canaries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link TokenRepository} must keep to. Extend it, say how the repository is opened, and run the tests.
 *
 * <p>Beyond the words of the interface it settles these points. A key is any well-formed text of 1 to 2,000 characters without the character 0, compared
 * character by character. A version is any text of 1 to 64 characters, compared the same way. A payload has at least 1 MiB of room. An expiry is kept to the
 * millisecond; what is finer may be cut off. Writers that hinder each other get {@code false}, not an exception. A store may hold documents of any kind,
 * and all kinds are treated alike: a tombstone stays until it is purged.
 */
@Timeout(60)
public abstract class TokenRepositoryContract {

    private static final DocumentVersion ABSENT = DocumentVersion.ABSENT;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Random random = new Random(20260301);
    private final List<TokenRepository> opened = new ArrayList<>();
    private @Nullable TokenRepository first;
    private @Nullable TokenRepository second;

    /** Opens the repository over a store that is empty at the start of each test. Called once per test, when the test first needs it. */
    protected abstract TokenRepository openRepository() throws Exception;

    /** Opens another instance over the same store, as a second node would; the same one again if the store is the instance. Called after the first. */
    protected abstract TokenRepository openSecondInstance() throws Exception;

    /** Everything the store holds for a key, its version too, as text, read past the repository; empty if the store cannot be looked into. */
    protected Optional<String> rawContent(String key) throws Exception {
        return Optional.empty();
    }

    @Test
    void aKeyThatWasNeverWrittenHasNoDocument() throws Exception {
        assertThat(repository().find("nobody")).isEmpty();
        assertThat(repository().keys("")).isEmpty();
    }

    @Test
    void aDocumentComesBackWithAllItsMembers() throws Exception {
        TokenDocument document = new TokenDocument(
                "used-state",
                new DocumentVersion("7-00ff00ff00ff00ff"),
                Instant.parse("2026-03-01T12:34:56.789Z"),
                "{\"a\":\"\u00e4\u20ac\ud83d\ude00\",\n\t\"b\":\"\\\\ ' \\u0001\"}");
        store("k", document);

        assertThat(repository().find("k")).contains(document);
    }

    @Test
    void aDocumentWithoutExpiryComesBackWithoutOne() throws Exception {
        store("k", document("x", null));

        assertThat(found("k").expiresAt()).isNull();
    }

    @Test
    void anExpiryIsKeptToTheMillisecond() throws Exception {
        store("near", document("x", NOON.plusNanos(1_999_999)));
        store("far", document("x", Instant.parse("2999-12-31T23:59:59.999Z")));

        assertThat(Objects.requireNonNull(found("near").expiresAt()).truncatedTo(ChronoUnit.MILLIS))
                .isEqualTo(NOON.plusMillis(1));
        assertThat(found("far").expiresAt()).isEqualTo(Instant.parse("2999-12-31T23:59:59.999Z"));
    }

    @Test
    void anEmptyPayloadIsADocumentToo() throws Exception {
        TokenDocument document = document("", null);
        store("k", document);

        assertThat(repository().find("k")).contains(document);
    }

    @Test
    void aPayloadOfOneMebibyteComesBackWhole() throws Exception {
        StringBuilder payload = new StringBuilder(1 << 20);
        while (payload.length() < 1 << 20) {
            payload.append(Long.toHexString(random.nextLong()));
        }
        payload.setLength(1 << 20);
        TokenDocument large = document(payload.toString(), null);
        store("k", document("small", null));
        replace("k", found("k"), large);

        assertThat(repository().find("k")).contains(large);
    }

    @Test
    void aDocumentIsNotStoredOverOneThatTheWriterDidNotExpect() throws Exception {
        TokenDocument present = document("present", null);
        store("k", present);

        assertThat(repository().compareAndSet("k", ABSENT, document("second sign-in", null)))
                .isFalse();
        assertThat(repository().find("k")).contains(present);
    }

    @Test
    void aDocumentIsNotStoredWhereTheExpectedOneIsMissing() throws Exception {
        assertThat(repository().compareAndSet("k", new DocumentVersion("1-0000000000000001"), document("x", null)))
                .isFalse();
        assertThat(repository().find("k")).isEmpty();
    }

    @Test
    void aVersionThatHasBeenReplacedIsNotExpectedAgain() throws Exception {
        TokenDocument one = document("1", null);
        TokenDocument two = document("2", null);
        store("k", one);
        replace("k", one, two);

        assertThat(repository().compareAndSet("k", one.version(), document("late", null)))
                .isFalse();
        assertThat(repository().find("k")).contains(two);
    }

    @Test
    void versionsAreComparedForEqualityOnly() throws Exception {
        TokenDocument present = versioned("5-Abcdef0000000000");
        store("k", present);
        for (String other : List.of("5-abcdef0000000000", "5-Abcdef0000000001", "6-0000000000000000", "5", "")) {
            assertThat(repository().compareAndSet("k", new DocumentVersion(other), document("x", null)))
                    .as(other)
                    .isFalse();
        }
        TokenDocument lower = versioned("4-0000000000000000");
        TokenDocument noNumber = versioned("of another form, as long as a version may be: 64 characters long");

        replace("k", present, lower);
        replace("k", lower, noNumber);
        assertThat(repository().find("k")).contains(noNumber);
    }

    @Test
    void aRefusedDocumentLeavesNothingBehind() throws Exception {
        TokenDocument present = document("the winner's payload", null);
        store("k", present);
        Optional<String> before = rawContent("k");
        assertThat(repository().compareAndSet("k", ABSENT, document("the loser's payload", NOON)))
                .isFalse();

        assertThat(rawContent("k")).isEqualTo(before);
        assertThat(repository().find("k")).contains(present);
        assertThat(repository().keys("")).containsExactly("k");
    }

    static List<List<String>> keysThatLookAlike() {
        return List.of(
                List.of("session/a", "session/a/", "/session/a", "session//a", "session/a/../a"),
                List.of(".", "..", "../k", "./k", "k", "/etc/k", "C:\\k", "con", "k.json", "k.tmp", "lock"),
                List.of("alice", "Alice", "ALICE", "alice ", " alice", "alice\t", "alice\n"),
                List.of("\u00e4", "a\u0308", "a", "\u00c4", "\u00df", "ss", "\ud83d\ude00", "\ud83d\ude01"),
                List.of("I", "i", "\u0131", "\u0130"),
                List.of("50%", "50_", "50*", "50?", "50\\", "50'; --", "50\"", "501"),
                List.of("k".repeat(1_999), "k".repeat(2_000), "k".repeat(1_999) + "\u00e4", "k".repeat(1_999) + "K"));
    }

    @ParameterizedTest
    @MethodSource("keysThatLookAlike")
    void keysAreDifferentAsSoonAsOneCharacterIs(List<String> keys) throws Exception {
        for (String key : keys) {
            store(key, document("of " + key, null));
        }

        for (String key : keys) {
            assertThat(found(key).payload()).isEqualTo("of " + key);
        }
        assertThat(repository().keys("")).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void keysAreListedByTheirExactBeginning() throws Exception {
        List<String> keys = List.of(
                "session/1",
                "session/2",
                "Session/3",
                "sess_on/4",
                "sess%",
                "state/1",
                "session",
                "\u00e4/1",
                "a\u0308/1");
        for (String key : keys) {
            store(key, document("x", null));
        }

        assertThat(repository().keys("session/")).containsExactlyInAnyOrder("session/1", "session/2");
        assertThat(repository().keys("sess_on")).containsExactly("sess_on/4");
        assertThat(repository().keys("sess%")).containsExactly("sess%");
        assertThat(repository().keys("\u00e4")).containsExactly("\u00e4/1");
        assertThat(repository().keys("none")).isEmpty();
        assertThat(repository().keys("")).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aKeyIsListedOnceHoweverOftenItWasWritten() throws Exception {
        TokenDocument one = document("1", null);
        store("k", one);
        replace("k", one, document("2", null));

        assertThat(repository().keys("k")).containsExactly("k");
    }

    @Test
    void onlyWhatExpiredBeforeTheMomentIsPurged() throws Exception {
        store("long ago", document("x", NOON.minusSeconds(86_400)));
        store("just before", document("x", NOON.minusMillis(1)));
        store("at the moment", document("x", NOON));
        store("later", document("x", NOON.plusSeconds(1)));
        store("kept", document("x", null));

        assertThat(repository().purge(NOON)).isEqualTo(2);
        assertThat(repository().keys("")).containsExactlyInAnyOrder("at the moment", "later", "kept");
        assertThat(repository().find("just before")).isEmpty();
        assertThat(repository().purge(NOON)).isZero();
    }

    @Test
    void aDocumentIsJudgedByItsLatestExpiry() throws Exception {
        TokenDocument shortLived = document("1", NOON.minusSeconds(1));
        store("prolonged", shortLived);
        replace("prolonged", shortLived, document("2", NOON.plusSeconds(1)));
        TokenDocument endless = document("1", null);
        store("signed out", endless);
        replace("signed out", endless, document("2", NOON.minusSeconds(1)));

        assertThat(repository().purge(NOON)).isEqualTo(1);
        assertThat(repository().keys("")).containsExactly("prolonged");
    }

    @Test
    void anExpiredDocumentIsFoundUntilItIsPurged() throws Exception {
        TokenDocument expired = document("x", Instant.EPOCH);
        store("k", expired);

        assertThat(repository().find("k")).contains(expired);
        assertThat(repository().compareAndSet("k", ABSENT, document("y", null))).isFalse();
    }

    @Test
    void aPurgedKeyCanBeWrittenAnewAndItsOldVersionIsGone() throws Exception {
        TokenDocument old = document("old", NOON.minusSeconds(1));
        store("k", old);
        repository().purge(NOON);

        assertThat(repository().compareAndSet("k", old.version(), document("late", null)))
                .isFalse();
        TokenDocument anew = document("new", null);
        store("k", anew);
        assertThat(repository().find("k")).contains(anew);
    }

    @Test
    void aTombstoneStaysUntilItIsPurged() throws Exception {
        TokenDocument session = document("session", null);
        store("k", session);
        TokenDocument tombstone = new TokenDocument("tombstone", nextVersion(), NOON, "");
        replace("k", session, tombstone);

        assertThat(repository().purge(NOON.minusSeconds(1))).isZero();
        assertThat(repository().find("k")).contains(tombstone);
        assertThat(repository().keys("")).containsExactly("k");
        assertThat(repository().compareAndSet("k", session.version(), document("revived", null)))
                .isFalse();
        assertThat(repository().purge(NOON.plusSeconds(1))).isEqualTo(1);
        assertThat(repository().find("k")).isEmpty();
    }

    @Test
    void eachInstanceSeesAtOnceWhatTheOtherHasWritten() throws Exception {
        TokenDocument one = document("1", NOON.minusSeconds(1));
        store("k", one);
        assertThat(second().find("k")).contains(one);
        TokenDocument two = document("2", NOON.minusSeconds(1));
        assertThat(second().compareAndSet("k", one.version(), two)).isTrue();

        assertThat(repository().find("k")).contains(two);
        assertThat(repository().compareAndSet("k", one.version(), document("late", null)))
                .isFalse();
        assertThat(second().keys("")).containsExactly("k");
        assertThat(second().purge(NOON)).isEqualTo(1);
        assertThat(repository().find("k")).isEmpty();
        assertThat(repository().keys("")).isEmpty();
    }

    @Test
    void ofManyWritersOfOneVersionExactlyOneWins() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            TokenRepository mine = i % 2 == 0 ? repository() : second();
            TokenDocument document = document("writer " + i, null);
            writers.add(() -> mine.compareAndSet("k", ABSENT, document));
        }
        List<Boolean> won = AtOnce.run(writers);

        assertThat(won).containsOnlyOnce(true);
        assertThat(found("k").payload()).isEqualTo("writer " + won.indexOf(true));
    }

    @Test
    void noIncrementOfManyIsLost() throws Exception {
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Counter counter = new Counter(i % 2 == 0 ? repository() : second(), "counter", i);
            workers.add(() -> counter.increment(25));
        }
        AtOnce.run(workers);

        assertThat(found("counter").payload()).isEqualTo("200");
    }

    @Test
    void writersOfDifferentKeysDoNotDisturbEachOther() throws Exception {
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Counter counter = new Counter(i % 2 == 0 ? repository() : second(), "counter/" + i, i);
            workers.add(() -> counter.increment(10));
        }
        assertThat(AtOnce.run(workers)).as("writes that were refused").containsOnly(0);

        for (int i = 0; i < 8; i++) {
            assertThat(found("counter/" + i).payload()).isEqualTo("10");
        }
    }

    @Test
    void aReaderAmongWritersSeesOnlyWholeDocumentsAndNeverAnOlderOneAgain() throws Exception {
        store("k", document("0", null));
        Counter writer = new Counter(repository(), "k", 1);
        TokenRepository reader = second();
        List<Callable<Integer>> workers = List.of(() -> writer.increment(50), () -> readUpTo(reader, 50));

        assertThat(AtOnce.run(workers).get(1)).isEqualTo(50);
    }

    @Test
    void purgingDoesNotTakeWhatAWriterHasProlongedMeanwhile() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "k" + round;
            TokenDocument expired = document("expired", NOON.minusSeconds(1));
            TokenDocument prolonged = document("prolonged", NOON.plusSeconds(1));
            store(key, expired);
            TokenRepository purging = second();
            List<Integer> results = AtOnce.run(List.of(
                    () -> repository().compareAndSet(key, expired.version(), prolonged) ? 1 : 0,
                    () -> purging.purge(NOON)));

            assertThat(results.get(0) + results.get(1))
                    .as("either prolonged or purged")
                    .isEqualTo(1);
            assertThat(repository().find(key))
                    .isEqualTo(results.get(0) == 1 ? Optional.of(prolonged) : Optional.empty());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS_BEFORE_THE_EFFECT", "FAILS_AFTER_THE_EFFECT", "SAYS_FALSE_AFTER_THE_EFFECT"})
    void aWriterWhoseWriteWentWrongLearnsByReadingWhatBecameOfIt(RepositoryFault fault) throws Exception {
        TokenDocument before = document("before", null);
        TokenDocument written = document("written", null);
        store("k", before);
        FaultyTokenRepository faulty =
                new FaultyTokenRepository(repository(), FaultPlan.script(FaultPlan.Call.COMPARE_AND_SET, fault));
        boolean said;
        try {
            said = faulty.compareAndSet("k", before.version(), written);
        } catch (RepositoryException e) {
            said = false;
        }
        boolean landed = fault != RepositoryFault.FAILS_BEFORE_THE_EFFECT;

        assertThat(said).isFalse();
        assertThat(second().find("k")).contains(landed ? written : before);
        assertThat(faulty.compareAndSet("k", before.version(), document("again", null)))
                .as("the same write a second time")
                .isEqualTo(!landed);
    }

    @Test
    void incrementsStayExactOverFaultsIfEachWriterRecognisesItsOwnWrite() throws Exception {
        List<FaultyTokenRepository> nodes = new ArrayList<>();
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FaultyTokenRepository node =
                    new FaultyTokenRepository(i % 2 == 0 ? repository() : second(), FaultPlan.random(i, 0.3));
            DeterminedCounter counter = new DeterminedCounter(node, "counter", "writer " + i, i);
            nodes.add(node);
            workers.add(() -> counter.increment(12));
        }
        AtOnce.run(workers);

        assertThat(nodes).allSatisfy(node -> assertThat(node.faults()).isPositive());
        assertThat(DeterminedCounter.parts(found("counter").payload()))
                .isEqualTo(Map.of("writer 0", 12, "writer 1", 12, "writer 2", 12, "writer 3", 12));
    }

    @Test
    void whatIsStoredOfAnEncryptedDocumentShowsNoToken() throws Exception {
        String token = "canary-refresh-token-of-alice";
        Canaries canaries = new Canaries().plant("the refresh token", token);
        TokenDocument document = document("{\"refreshToken\":\"" + token + "\"}", null);
        TokenRepository encrypting = new EncryptingTokenRepository(
                repository(), EncryptionKeys.parse("k1:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU="));
        assertThat(encrypting.compareAndSet("k", ABSENT, document)).isTrue();
        Optional<String> raw = rawContent("k");
        assumeTrue(raw.isPresent(), "the store cannot be looked into");

        assertThat(raw.get()).contains(document.version().value());
        assertThat(canaries.in(raw.get())).isEmpty();
        assertThat(encrypting.find("k")).contains(document);
    }

    /** Lets go of what the test has opened. */
    @AfterEach
    protected void closeRepositories() throws Exception {
        for (TokenRepository repository : opened) {
            if (repository instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private TokenRepository repository() throws Exception {
        if (first == null) {
            first = openRepository();
            opened.add(first);
        }
        return first;
    }

    private TokenRepository second() throws Exception {
        repository();
        if (second == null) {
            second = openSecondInstance();
            opened.add(second);
        }
        return second;
    }

    private static int readUpTo(TokenRepository reader, int last) {
        int seen = 0;
        while (seen < last) {
            int now = Integer.parseInt(reader.find("k").orElseThrow().payload());
            assertThat(now).isGreaterThanOrEqualTo(seen);
            seen = now;
        }
        return seen;
    }

    private void store(String key, TokenDocument document) throws Exception {
        assertThat(repository().compareAndSet(key, ABSENT, document)).as(key).isTrue();
    }

    private void replace(String key, TokenDocument before, TokenDocument after) throws Exception {
        assertThat(repository().compareAndSet(key, before.version(), after)).isTrue();
    }

    private TokenDocument found(String key) throws Exception {
        return repository().find(key).orElseThrow();
    }

    private TokenDocument document(String payload, @Nullable Instant expiresAt) {
        return new TokenDocument("session", nextVersion(), expiresAt, payload);
    }

    private static TokenDocument versioned(String version) {
        return new TokenDocument("session", new DocumentVersion(version), null, "x");
    }

    private DocumentVersion nextVersion() {
        return ABSENT.next(random);
    }
}
