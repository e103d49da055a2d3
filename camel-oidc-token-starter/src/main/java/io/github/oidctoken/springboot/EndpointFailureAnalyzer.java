package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.ComponentConfigurationException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with an endpoint of the component in a route as Spring Boot shows failures to start. */
class EndpointFailureAnalyzer extends AbstractFailureAnalyzer<ResolveEndpointFailedException> {

    private static final String SCHEME = "oidc-token:";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ResolveEndpointFailedException cause) {
        boolean told = findCause(rootFailure, ClientConfigurationException.class) != null
                || findCause(rootFailure, ComponentConfigurationException.class) != null;
        if (told || !String.valueOf(cause.getUri()).startsWith(SCHEME)) {
            return null;
        }
        return new FailureAnalysis(String.valueOf(cause.getMessage()), "Correct the endpoint in the route.", cause);
    }
}
