package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Looks for a statement's values in what a log shows of an exception. */
final class JdbcLeak {

    private JdbcLeak() {}

    /** An exception with its causes and suppressed ones, as a log prints it. */
    static String shown(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** The driver's own exception must show the value, or the search would prove nothing; the repository's must not. */
    static void assertNothingIsShownOf(String value, Attempt byTheDriver, Attempt byTheRepository) {
        assertThat(shown(catchThrowable(() -> byTheDriver.with(value)))).contains(value);

        Throwable thrown = catchThrowable(() -> byTheRepository.with(value));
        assertThat(thrown).isInstanceOf(RepositoryException.class).hasMessageContaining("SQLState 2");
        assertThat(shown(thrown)).doesNotContain(value);
    }

    /** Something that fails with a value. */
    @FunctionalInterface
    interface Attempt {
        void with(String value) throws Exception;
    }
}
