package io.github.oidctoken.testkit.repository;

/** What may go wrong with one call of a repository. */
public enum RepositoryFault {
    /** Nothing. */
    NONE,
    /** The call fails and has done nothing. */
    FAILS_BEFORE_THE_EFFECT,
    /** The call fails, but what it was to do is done; a read just fails. */
    FAILS_AFTER_THE_EFFECT,
    /** A write is done, but says it was refused. Only for {@code compareAndSet}; elsewhere it does nothing. */
    SAYS_FALSE_AFTER_THE_EFFECT,
    /** A read returns an older state of the document, as a replica would that lags behind. Only for {@code find}; elsewhere it does nothing. */
    READS_STALE
}
