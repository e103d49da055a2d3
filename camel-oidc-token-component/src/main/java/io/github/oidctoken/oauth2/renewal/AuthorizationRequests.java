package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.MalformedTokenResponseException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.client.PushedAuthorization;
import io.github.oidctoken.oauth2.protocol.AuthorizationRequest;
import io.github.oidctoken.oauth2.protocol.PushedAuthorizationRequestEndpoint;
import io.github.oidctoken.oauth2.protocol.PushedAuthorizationRequestEndpoint.Outcome;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.token.AccessKey;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Finds the address at which a person signs in; where the server wants that, it has the request before the browser comes. Thread-safe. */
final class AuthorizationRequests {

    /** What messages call such a request. */
    static final String PUSHED = "pushed authorization";

    private final RenewalParts parts;
    private final PushedAuthorizationRequestEndpoint endpoint;

    AuthorizationRequests(RenewalParts parts, PushedAuthorizationRequestEndpoint endpoint) {
        this.parts = parts;
        this.endpoint = endpoint;
    }

    /**
     * The address for the browser. Blocks.
     *
     * @throws io.github.oidctoken.oauth2.OidcTokenException if the server cannot be asked or refuses the request
     */
    URI address(ClientRegistration client, AccessKey key, AuthorizationRequest request) {
        PushedAuthorization pushing = ((Grant.AuthorizationCode) client.grant()).pushedAuthorization();
        ProviderMetadata server = parts.server().metadata(client, key, ProviderMetadata::authorizationEndpoint);
        if (pushing == PushedAuthorization.ALWAYS) {
            server = parts.server().metadata(client, key, ProviderMetadata::pushedAuthorizationRequestEndpoint);
        }
        URI page = server.authorizationEndpoint();
        if (page == null) {
            throw missing(client, "nothing says where a person signs in", "authorizationEndpoint");
        }
        boolean pushes = pushing == PushedAuthorization.ALWAYS
                || (pushing == PushedAuthorization.AUTO && server.requiresPushedAuthorization());
        return pushes
                ? AuthorizationRequest.uri(
                        client, page, push(client, server.pushedAuthorizationRequestEndpoint(), request))
                : request.uri(client, page);
    }

    private String push(ClientRegistration client, @Nullable URI uri, AuthorizationRequest request) {
        if (uri == null) {
            throw missing(
                    client,
                    "authorization requests are to be pushed, but nothing says where",
                    "pushedAuthorizationRequestEndpoint");
        }
        ClientRegistration presented = parts.secrets().present(client);
        Outcome outcome = endpoint.push(presented, uri, request);
        if (outcome instanceof Outcome.Failed failed
                && ClientSecrets.refuses(failed.outcome())
                && parts.secrets().reread(presented)) {
            outcome = endpoint.push(parts.secrets().present(client), uri, request);
        }
        if (outcome instanceof Outcome.Failed failed) {
            if (failed.outcome() instanceof TokenOutcome.Malformed malformed) {
                throw new MalformedTokenResponseException(
                        client.name(),
                        "Client '" + client.name() + "': the pushed authorization request was answered "
                                + malformed.detail() + ". Check "
                                + client.option("pushedAuthorizationRequestEndpoint") + ".");
            }
            throw new Failures(client, PUSHED, uri).of(failed.outcome());
        }
        return ((Outcome.Pushed) outcome).requestUri();
    }

    private static ClientConfigurationException missing(ClientRegistration client, String problem, String option) {
        return new ClientConfigurationException(
                client.name(),
                problem + ". Set " + client.option(option) + ", or " + client.option("issuer")
                        + " of a server that names it.");
    }
}
