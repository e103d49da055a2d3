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

    /**
     * Sees to it that the client's token endpoint is known. Blocks if it has to be discovered.
     *
     * @return why it is not known; absent when it is
     */
    TokenOutcome.@Nullable NotSent discover(ClientRegistration client) {
        URI issuer = client.provider().issuer();
        if (client.provider().tokenEndpoint() != null || issuer == null || discovered.containsKey(issuer)) {
            return null;
        }
        MetadataEndpoint.Outcome outcome = metadataEndpoint.read(issuer, client.allowInsecure());
        if (outcome instanceof MetadataEndpoint.Outcome.Failed failed) {
            return notDiscovered(client, issuer, failed.reason(), failed.cause());
        }
        discovered.put(issuer, ((MetadataEndpoint.Outcome.Found) outcome).metadata());
        return null;
    }

    /** Sends one token request. A failed discovery counts as not sent. Blocks. */
    TokenOutcome ask(ClientRegistration client, TokenRequest request) {
        TokenOutcome.NotSent undiscovered = discover(client);
        return undiscovered != null ? undiscovered : tokenEndpoint.request(client, endpoint(client), request);
    }

    private URI endpoint(ClientRegistration client) {
        URI configured = client.provider().tokenEndpoint();
        URI issuer = client.provider().issuer();
        ProviderMetadata known = issuer == null ? null : discovered.get(issuer);
        URI found = configured != null || known == null ? configured : known.tokenEndpoint();
        if (found == null) {
            throw new IllegalStateException("The metadata of an issuer names its token endpoint, or it is refused");
        }
        return found;
    }

    private static TokenOutcome.NotSent notDiscovered(
            ClientRegistration client, URI issuer, String reason, @Nullable Throwable cause) {
        return new TokenOutcome.NotSent(
                "discovery at " + issuer + " failed: " + reason + ". Check " + client.option("issuer") + ", or set "
                        + client.option("tokenEndpoint") + " to do without discovery",
                cause);
    }
}
