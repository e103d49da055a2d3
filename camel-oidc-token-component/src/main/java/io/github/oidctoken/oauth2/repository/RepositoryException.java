package io.github.oidctoken.oauth2.repository;

import org.jspecify.annotations.Nullable;

/** A repository could not answer; a write that ended so may or may not have taken effect. */
public class RepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RepositoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
