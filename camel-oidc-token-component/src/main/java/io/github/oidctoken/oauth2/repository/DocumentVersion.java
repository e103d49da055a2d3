package io.github.oidctoken.oauth2.repository;

import java.util.random.RandomGenerator;

/**
 * The version of a stored document: opaque, never used twice, compared for equality only. A counter makes it readable, 64 random bits make it unique even
 * after a restored backup.
 */
public record DocumentVersion(String value) {

    /** The version of a document that does not exist. */
    public static final DocumentVersion ABSENT = new DocumentVersion("absent");

    /** A version that follows this one. */
    public DocumentVersion next(RandomGenerator random) {
        long counter = equals(ABSENT) ? 0 : Long.parseLong(value.substring(0, value.indexOf('-')));
        return new DocumentVersion("%d-%016x".formatted(counter + 1, random.nextLong()));
    }
}
