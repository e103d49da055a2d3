package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The introspection endpoint of an authorization server (RFC 7662): one request, one outcome. Thread-safe. */
public final class IntrospectionEndpoint {

    /** What became of a question. */
    public sealed interface Outcome {
        /**
         * The server's answer.
         *
         * @param members by the names of RFC 7662 section 2.2, also where the server spells them in camelCase; all others, and those spellings, as they came. {@code active} is
         *     a Boolean, {@code exp}, {@code iat} and {@code nbf} are Long, {@code scope} is text
         */
        record Answered(Map<String, Object> members) implements Outcome {
            /** Whether the server says that the token is good. */
            public boolean active() {
                return Boolean.TRUE.equals(members.get("active"));
            }

            /** The members may be about a person and are not shown. */
            @Override
            public String toString() {
                return "Answered[active=" + active() + "]";
            }
        }

        /** The server does not answer this client; nothing is said about the token. */
        record Refused(
                int status,
                @Nullable String error,
                @Nullable String errorDescription) implements Outcome {}

        /** No answer, or none that can be understood. */
        record Failed(
                String reason,
                @Nullable Integer status,
                @Nullable Throwable cause) implements Outcome {}
    }

    private final Transport transport;

    public IntrospectionEndpoint(Transport transport) {
        this.transport = transport;
    }

    /**
     * Asks about a token, as the client by its own authentication method. Blocks for the client's {@code requestTimeout} at most.
     *
     * @param hint the {@code token_type_hint}
     */
    public Outcome ask(ClientRegistration client, URI uri, Secret token, @Nullable String hint) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("token", List.of(token.value()));
        if (hint != null) {
            parameters.put("token_type_hint", List.of(hint));
        }
        ClientForm form = ClientForm.of(client, uri, parameters, token);
        TransportResponse answer;
        try {
            answer = transport.send(form.message());
        } catch (TransportException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), null, e);
        }
        Optional<JsonMembers> json = JsonMembers.parse(answer.body());
        String error = json.map(found -> found.text("error")).orElse(null);
        if (error != null || answer.status() >= 400 && answer.status() < 500) {
            List<Secret> sent = form.sent();
            String description =
                    json.map(found -> found.text("error_description")).orElse(null);
            return new Outcome.Refused(
                    answer.status(), ServerText.clean(error, sent), ServerText.clean(description, sent));
        }
        return json.filter(members -> answer.status() == 200)
                .flatMap(IntrospectionMembers::read)
                .<Outcome>map(Outcome.Answered::new)
                .orElseGet(() -> new Outcome.Failed(
                        "it answered " + answer.status() + " (" + answer.mediaType()
                                + ") without the member active, which is no introspection response",
                        answer.status(),
                        null));
    }
}
