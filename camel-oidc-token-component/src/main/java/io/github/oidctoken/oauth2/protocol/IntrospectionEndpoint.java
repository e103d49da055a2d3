package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.net.URI;
import java.util.ArrayList;
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
        TransportRequest message = message(client, uri, token, hint);
        TransportResponse answer;
        try {
            answer = transport.send(message);
        } catch (TransportException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), null, e);
        }
        Optional<JsonMembers> json = JsonMembers.parse(answer.body());
        String error = json.map(members -> members.text("error")).orElse(null);
        if (error != null || answer.status() >= 400 && answer.status() < 500) {
            List<Secret> sent = sent(client, token, message);
            String description =
                    json.map(members -> members.text("error_description")).orElse(null);
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

    private static TransportRequest message(ClientRegistration client, URI uri, Secret token, @Nullable String hint) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("token", List.of(token.value()));
        if (hint != null) {
            form.put("token_type_hint", List.of(hint));
        }
        ClientAuthentication authentication = TokenEndpoint.authentication(client);
        if (authentication == null) {
            form.put("client_id", List.of(client.clientId()));
        }
        HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, uri);
        http.setEntityContentType(com.nimbusds.common.contenttype.ContentType.APPLICATION_URLENCODED);
        http.setBody(URLUtils.serializeParameters(form));
        if (authentication != null) {
            authentication.applyTo(http);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (http.getAuthorization() != null) {
            headers.put("Authorization", http.getAuthorization());
        }
        return new TransportRequest(
                uri,
                headers,
                http.getBody(),
                Connection.ANY,
                client.renewal().requestTimeout(),
                client.allowInsecure());
    }

    private static List<Secret> sent(ClientRegistration client, Secret token, TransportRequest message) {
        List<Secret> secrets = new ArrayList<>();
        secrets.add(token);
        if (client.clientSecret() != null) {
            secrets.add(client.clientSecret());
        }
        String authorization = message.headers().get("Authorization");
        if (authorization != null) {
            secrets.add(Secret.of(authorization.substring(authorization.indexOf(' ') + 1)));
        }
        return secrets;
    }
}
