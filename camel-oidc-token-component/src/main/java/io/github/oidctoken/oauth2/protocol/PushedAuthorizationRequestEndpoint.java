package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The pushed authorization request endpoint of an authorization server (RFC 9126): one request, one outcome. Thread-safe. */
public final class PushedAuthorizationRequestEndpoint {

    private final Transport transport;

    public PushedAuthorizationRequestEndpoint(Transport transport) {
        this.transport = transport;
    }

    /** What became of a request. */
    public sealed interface Outcome {
        /** The server keeps the request, for a minute or so. */
        record Pushed(String requestUri) implements Outcome {}

        /** It does not. */
        record Failed(TokenOutcome outcome) implements Outcome {}
    }

    /** Hands a request over, with the client's authentication. Blocks for the client's {@code requestTimeout} at most. */
    public Outcome push(ClientRegistration client, URI uri, AuthorizationRequest request) {
        Map<String, List<String>> members = request.parameters(client);
        ClientForm form = ClientForm.of(client, uri, members, request.state());
        try {
            TransportResponse answer = transport.send(form.message());
            return form.refusal(answer).<Outcome>map(Outcome.Failed::new).orElseGet(() -> read(answer));
        } catch (TransportException e) {
            return new Outcome.Failed(ClientForm.failed(e));
        }
    }

    private static Outcome read(TransportResponse answer) {
        return JsonMembers.parse(answer.body())
                .map(members -> members.text("request_uri"))
                .filter(requestUri -> !requestUri.isBlank())
                .<Outcome>map(Outcome.Pushed::new)
                .orElseGet(() -> new Outcome.Failed(new TokenOutcome.Malformed(
                        answer.status() + " (" + answer.mediaType() + ") without request_uri")));
    }
}
