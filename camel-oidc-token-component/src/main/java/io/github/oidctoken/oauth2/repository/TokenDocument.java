package io.github.oidctoken.oauth2.repository;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stored document.
 *
 * @param kind what the payload is, such as {@code session}
 * @param version this document's own version
 * @param expiresAt when the document may be purged; absent to keep it
 * @param payload the content as text; opaque to the repository
 */
public record TokenDocument(
        String kind, DocumentVersion version, @Nullable Instant expiresAt, String payload) {

    /** The payload may hold tokens and is not shown. */
    @Override
    public String toString() {
        return "TokenDocument[" + kind + ", version=" + version.value() + ", expiresAt=" + expiresAt + "]";
    }
}
