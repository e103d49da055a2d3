package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The revocation endpoint of an authorization server (RFC 7009): one request, one outcome. Thread-safe. */
public final class RevocationEndpoint {

    private static final String UNKNOWN_TOKEN = "invalid_token";

    private final Transport transport;

    public RevocationEndpoint(Transport transport) {
        this.transport = transport;
    }

    /**
     * Has a token revoked. A token that the server does not know counts as revoked, however it says so. Blocks for the client's {@code requestTimeout} at most.
     *
     * @param hint the {@code token_type_hint}
     * @return what went wrong; empty when the token is good for nothing any more
     */
    public Optional<TokenOutcome> revoke(ClientRegistration client, URI uri, Secret token, @Nullable String hint) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        members.put("token", List.of(token.value()));
        if (hint != null) {
            members.put("token_type_hint", List.of(hint));
        }
        ClientForm form = ClientForm.of(client, uri, members, token);
        try {
            return form.refusal(transport.send(form.message())).filter(outcome -> !isUnknownToken(outcome));
        } catch (TransportException e) {
            return Optional.of(ClientForm.failed(e));
        }
    }

    private static boolean isUnknownToken(TokenOutcome outcome) {
        return outcome instanceof TokenOutcome.Refused refused && UNKNOWN_TOKEN.equals(refused.error());
    }
}
