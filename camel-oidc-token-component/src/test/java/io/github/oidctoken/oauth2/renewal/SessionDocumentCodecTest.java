package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionDocumentCodecTest {

    private final SessionDocumentCodec codec = new SessionDocumentCodec();

    @Test
    void everyMemberComesBack() {
        SessionDocument document = new SessionDocument(
                Instant.parse("2026-03-01T08:00:00.123Z"),
                7,
                Instant.parse("2026-03-01T08:10:00.5Z"),
                "node-a",
                Secret.of("refresh"),
                Instant.parse("2026-03-01T08:30:00Z"),
                List.of("f1", "f2"),
                List.of("openid"),
                Map.of(
                        "key",
                        new StoredAccessToken(
                                Secret.of("access"),
                                "Bearer",
                                List.of("openid"),
                                Instant.parse("2026-03-01T08:00:00Z"),
                                Duration.ofSeconds(180),
                                Map.of("session_state", "abc"))),
                SessionDocument.Status.REAUTHORIZATION_REQUIRED,
                "why",
                new Intent("attempt", "f0", Duration.ofSeconds(40), "node-b"),
                3,
                List.of("seed"),
                "subject-1",
                Secret.of("id-token"),
                Map.of());

        assertThat(codec.read(codec.write(document))).isEqualTo(document);
    }

    @Test
    void anEmptySessionComesBack() {
        assertThat(codec.read(codec.write(SessionDocument.NONE))).isEqualTo(SessionDocument.NONE);
    }

    @Test
    void membersOfALaterReleaseAreKept() {
        String later = codec.write(SessionDocument.NONE).replaceFirst("\\{", "{\"dpopKey\":{\"kty\":\"EC\"},");

        assertThat(codec.write(codec.read(later))).contains("\"dpopKey\":{\"kty\":\"EC\"}");
    }

    @Test
    void aLaterFormatAndGarbageAreRefusedWithoutQuotingThem() {
        assertThatThrownBy(() -> codec.read("{\"format\":2,\"refreshToken\":\"canary\"}"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("format 2")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> codec.read("canary"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void aDamagedDocumentIsRefusedWithoutQuotingIt() {
        String damaged = codec.write(SessionDocument.NONE).replace("1970-01-01T00:00:00Z", "canary");

        assertThatThrownBy(() -> codec.read(damaged))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("damaged")
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void textFormsShowNoToken() {
        SessionDocument document = SessionDocument.NONE.committed(new SessionDocument.Commit(
                Instant.EPOCH,
                Secret.of("canary-r"),
                null,
                false,
                List.of(),
                "key",
                new StoredAccessToken(
                        Secret.of("canary-a"),
                        "Bearer",
                        null,
                        Instant.EPOCH,
                        Duration.ofSeconds(1),
                        Map.of("x", "canary-m")),
                null,
                null,
                null,
                Secret.of("canary-i")));

        assertThat(document.toString() + document.accessTokens()).doesNotContain("canary");
    }
}
