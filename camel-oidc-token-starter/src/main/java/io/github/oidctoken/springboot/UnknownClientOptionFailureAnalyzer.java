package io.github.oidctoken.springboot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a mistyped client option as Spring Boot shows failures to start. */
class UnknownClientOptionFailureAnalyzer extends AbstractFailureAnalyzer<UnknownClientOptionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownClientOptionException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Correct the properties that are named above.", cause);
    }
}
