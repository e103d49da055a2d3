package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.MetadataEndpoint;
import io.github.oidctoken.oauth2.protocol.TokenEndpoint;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.Transport;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Authorization servers as this node knows them: asks their token endpoints, which it discovers once where no option names them. Thread-safe. */
final class AuthorizationServer {

    private final TokenEndpoint tokenEndpoint;
    private final MetadataEndpoint metadataEndpoint;
    private final ConcurrentMap<URI, ProviderMetadata> discovered = new ConcurrentHashMap<>();

    AuthorizationServer(Transport transport, TimeSource time) {
        this.tokenEndpoint = new TokenEndpoint(transport, time);
        this.metadataEndpoint = new MetadataEndpoint(transport);
    }

    /** Sends one token request. A failed discovery counts as not sent. Blocks. */
    TokenOutcome ask(ClientRegistration client, TokenRequest request) {
        URI configured = client.provider().tokenEndpoint();
        if (configured != null) {
            return tokenEndpoint.request(client, configured, request);
        }
        URI issuer = client.provider().issuer();
        if (issuer == null) {
            throw new IllegalStateException("A registration has a token endpoint or an issuer");
        }
        ProviderMetadata known = discovered.get(issuer);
        if (known == null) {
            MetadataEndpoint.Outcome outcome = metadataEndpoint.read(issuer, client.allowInsecure());
            if (outcome instanceof MetadataEndpoint.Outcome.Failed failed) {
                return notDiscovered(client, issuer, failed.reason(), failed.cause());
            }
            known = ((MetadataEndpoint.Outcome.Found) outcome).metadata();
            discovered.put(issuer, known);
        }
        URI found = known.tokenEndpoint();
        return found == null
                ? notDiscovered(client, issuer, "the document names no token_endpoint", null)
                : tokenEndpoint.request(client, found, request);
    }

    private static TokenOutcome notDiscovered(
            ClientRegistration client, URI issuer, String reason, @Nullable Throwable cause) {
        return new TokenOutcome.NotSent(
                "discovery at " + issuer + " failed: " + reason + ". Check " + client.option("issuer") + ", or set "
                        + client.option("tokenEndpoint") + " to do without discovery",
                cause);
    }
}
