package io.github.oidctoken.oauth2.repository;

import static io.github.oidctoken.oauth2.repository.DocumentVersion.ABSENT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import io.github.oidctoken.testkit.Canaries;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptingTokenRepositoryTest {

    private static final String ONE = "k1:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";
    private static final String TWO = "k2:MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
    private static final String TOKEN = "canary-refresh-token-of-alice";

    private final Random random = new Random(5);
    private final MemoryTokenRepository store = new MemoryTokenRepository();
    private final TokenRepository repository = with(ONE);
    private final TokenDocument document = document("{\"refreshToken\":\"" + TOKEN + "\"}");

    @Test
    void whatIsStoredShowsNoTokenInAnyForm() {
        Canaries canaries = new Canaries().plant("the refresh token", TOKEN);
        repository.compareAndSet("k", ABSENT, document);
        String stored = stored("k").payload();
        StringBuilder everything = new StringBuilder(stored);
        for (String part : stored.split("\\.", -1)) {
            everything.append(new String(Base64.getUrlDecoder().decode(part), ISO_8859_1));
        }

        assertThat(everything).contains("\"kid\":\"k1\"", "A256GCM");
        assertThat(canaries.in(document.payload())).contains("the refresh token in plain");
        assertThat(canaries.in(everything.toString())).isEmpty();
        assertThat(repository.find("k")).contains(document);
    }

    @Test
    void kindVersionAndExpiryStayInClear() {
        TokenDocument expiring =
                new TokenDocument("used-state", new DocumentVersion("1-a"), Instant.EPOCH.plusSeconds(60), "x");
        repository.compareAndSet("k", ABSENT, expiring);

        assertThat(stored("k").kind()).isEqualTo("used-state");
        assertThat(stored("k").version()).isEqualTo(expiring.version());
        assertThat(stored("k").expiresAt()).isEqualTo(expiring.expiresAt());
    }

    @Test
    void thePayloadOfAnotherRowIsRefused() {
        repository.compareAndSet("alice", ABSENT, document);
        repository.compareAndSet("bob", ABSENT, new TokenDocument("session", document.version(), null, "bob's"));
        putPayload("bob", stored("alice").payload());

        assertThatThrownBy(() -> repository.find("bob"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("bob was written for another row or version")
                .hasMessageContaining("left as it is");
    }

    @Test
    void anOlderPayloadPutBackIsRefused() {
        repository.compareAndSet("k", ABSENT, document);
        String older = stored("k").payload();
        repository.compareAndSet("k", document.version(), new TokenDocument("session", version(), null, "newer"));
        putPayload("k", older);

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("another row or version");
    }

    @Test
    void aRowWhoseVersionWasChangedIsRefused() {
        repository.compareAndSet("k", ABSENT, document);
        TokenDocument stored = stored("k");
        store.compareAndSet("k", stored.version(), new TokenDocument(stored.kind(), version(), null, stored.payload()));

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("another row or version");
    }

    @Test
    void aMissingKeyIsNamed() {
        with(TWO).compareAndSet("k", ABSENT, document);

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessage("the stored document k is encrypted with key 'k2', which is not among the encryption keys;"
                        + " it is left as it is. Add that key to encryptionKeys");
    }

    @Test
    void anotherKeyUnderTheSameIdIsRefused() {
        with(TWO.replace("k2", "k1")).compareAndSet("k", ABSENT, document);

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("cannot be decrypted with key 'k1': another key had this id");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4})
    void aPayloadWithOneChangedCharacterIsRefused(int part) {
        repository.compareAndSet("k", ABSENT, document);
        String[] parts = stored("k").payload().split("\\.", -1);
        String changed = parts[part].startsWith("A") ? "B" : "A";
        parts[part] = changed + parts[part].substring(1);
        putPayload("k", String.join(".", parts));

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("damaged")
                .satisfies(e -> assertThat(JdbcLeak.shown(e)).doesNotContain(TOKEN));
    }

    @Test
    void aPayloadThatIsCutAnywhereIsRefused() {
        repository.compareAndSet("k", ABSENT, document);
        String whole = stored("k").payload();
        for (int length = 0; length < whole.length(); length++) {
            putPayload("k", whole.substring(0, length));

            assertThatThrownBy(() -> repository.find("k"))
                    .as("%d characters", length)
                    .isInstanceOf(RepositoryException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "....",
                "a.b.c.d.e",
                "e30....",
                "e30.e30.e30.e30.e30",
                "bnVsbA.e30.e30.e30.e30",
                "eyJhbGciOiJkaXIifQ..e30.e30.e30",
                "eyJhbGciOiJub25lIn0..",
                "eyJhbGciOjF9.e30.e30.e30.e30",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEifQ....",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEifQ.AA.AA.AA.AA",
                "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiazEifQ..AA.AA.AA"
            })
    void aPayloadInTheShapeOfAJweIsRefused(String payload) {
        store.compareAndSet("k", ABSENT, document(payload));

        assertThatThrownBy(() -> repository.find("k")).isInstanceOf(RepositoryException.class);
    }

    @Test
    void aPayloadInClearIsRefusedWithoutShowingIt() {
        store.compareAndSet("k", ABSENT, document);

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("is not encrypted, or damaged; it is left as it is")
                .satisfies(e -> assertThat(JdbcLeak.shown(e)).doesNotContain(TOKEN));
    }

    @Test
    void anotherEncryptionWithTheRightKeyIsRefused() throws Exception {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256)
                .keyID("k1")
                .customParam("key", "k")
                .customParam("ver", document.version().value())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload("{}"));
        jwe.encrypt(new DirectEncrypter(EncryptionKeys.parse(ONE).find("k1").orElseThrow()));
        store.compareAndSet("k", ABSENT, document);
        putPayload("k", jwe.serialize());

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("another way than with dir and A256GCM");
    }

    @Test
    void aDocumentThatCannotBeDecryptedIsNeverOverwritten() {
        with(TWO).compareAndSet("k", ABSENT, document);
        TokenDocument stored = stored("k");

        assertThat(repository.compareAndSet("k", ABSENT, document("mine"))).isFalse();
        assertThat(repository.compareAndSet("k", version(), document("mine"))).isFalse();
        assertThat(stored("k")).isEqualTo(stored);
    }

    @Test
    void aKeyIsReplacedWithoutAStop() {
        repository.compareAndSet("k", ABSENT, document);
        TokenRepository during = with(TWO + "," + ONE);
        assertThat(during.find("k")).contains(document);
        TokenDocument next = document("next");
        assertThat(during.compareAndSet("k", document.version(), next)).isTrue();

        assertThat(with(TWO).find("k")).contains(next);
        assertThatThrownBy(() -> repository.find("k")).hasMessageContaining("'k2'");
    }

    @Test
    void theSamePayloadIsNeverEncryptedToTheSameText() {
        repository.compareAndSet("k", ABSENT, document);
        String first = stored("k").payload();
        store.purge(Instant.MAX);
        repository.compareAndSet("k", document.version(), document);

        assertThat(stored("k").payload()).isNotEqualTo(first);
    }

    @Test
    void aKeyIdThatOthersWroteDoesNotBreakTheLine() throws Exception {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID("x\nINFO forged")
                .build();
        JWEObject jwe = new JWEObject(header, new Payload("{}"));
        jwe.encrypt(new DirectEncrypter(EncryptionKeys.parse(ONE).find("k1").orElseThrow()));
        store.compareAndSet("k\n", ABSENT, new TokenDocument("session", version(), null, jwe.serialize()));

        assertThatThrownBy(() -> repository.find("k\n"))
                .hasMessageContaining("k? is encrypted with key 'x?INFO?forged'");
    }

    private TokenRepository with(String keys) {
        return new EncryptingTokenRepository(store, EncryptionKeys.parse(keys));
    }

    private TokenDocument stored(String key) {
        return store.find(key).orElseThrow();
    }

    /** Leaves the row as it is but for its payload, as somebody with access to the store could. */
    private void putPayload(String key, String payload) {
        TokenDocument stored = stored(key);
        store.compareAndSet(
                key, stored.version(), new TokenDocument(stored.kind(), stored.version(), stored.expiresAt(), payload));
    }

    private TokenDocument document(String payload) {
        return new TokenDocument("session", version(), null, payload);
    }

    private DocumentVersion version() {
        return ABSENT.next(random);
    }
}
