package io.github.oidctoken.oauth2.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for beside its grant.
 *
 * @param scopes in the order written; empty means that no scope parameter is sent
 * @param audience the {@code audience} parameter that RFC 8693 and several servers know
 * @param resources resource indicators (RFC 8707)
 * @param parameters extra form fields of every token request
 * @param refreshParameters extra form fields of refresh requests only
 */
public record TokenRequestParameters(
        List<String> scopes,
        @Nullable String audience,
        List<URI> resources,
        Map<String, String> parameters,
        Map<String, String> refreshParameters) {

    public TokenRequestParameters {
        scopes = List.copyOf(scopes);
        resources = List.copyOf(resources);
        parameters = Map.copyOf(parameters);
        refreshParameters = Map.copyOf(refreshParameters);
    }

    /** Parameter values may be secret: only their names are shown. */
    @Override
    public String toString() {
        return "TokenRequestParameters[scopes=" + scopes + ", audience=" + audience + ", resources=" + resources
                + ", parameters=" + parameters.keySet() + ", refreshParameters=" + refreshParameters.keySet() + "]";
    }
}
