package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.common.contenttype.ContentType;
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

/** A form that a client posts to an endpoint of its server other than the token endpoint, with the same proof of who it is. */
record ClientForm(ClientRegistration client, TransportRequest message, List<Secret> sent) {

    /** @param secret what the form holds that nobody may see; absent when it holds nothing such */
    static ClientForm of(
            ClientRegistration client, URI uri, Map<String, List<String>> members, @Nullable Secret secret) {
        Map<String, List<String>> form = new LinkedHashMap<>(members);
        ClientAuthentication authentication = TokenEndpoint.authentication(client);
        if (authentication == null) {
            form.put("client_id", List.of(client.clientId()));
        }
        HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, uri);
        http.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        http.setBody(URLUtils.serializeParameters(form));
        if (authentication != null) {
            authentication.applyTo(http);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (http.getAuthorization() != null) {
            headers.put("Authorization", http.getAuthorization());
        }
        TransportRequest message = new TransportRequest(
                uri,
                headers,
                http.getBody(),
                Connection.ANY,
                client.renewal().requestTimeout(),
                client.allowInsecure());
        return new ClientForm(client, message, secrets(client, secret, message));
    }

    /** What a complete answer says went wrong; empty where it is a success. */
    Optional<TokenOutcome> refusal(TransportResponse answer) {
        if (answer.status() >= 200 && answer.status() < 300) {
            return Optional.empty();
        }
        Optional<JsonMembers> json = JsonMembers.parse(answer.body());
        String error = json.map(members -> members.text("error")).orElse(null);
        String description =
                json.map(members -> members.text("error_description")).orElse(null);
        String seen = answer.status() + " (" + answer.mediaType() + ")";
        return Optional.of(
                error != null || answer.status() < 500
                        ? new TokenOutcome.Refused(
                                answer.status(),
                                ServerText.clean(error, sent),
                                ServerText.clean(description, sent),
                                seen,
                                null)
                        : new TokenOutcome.Unknown("it answered " + seen, null));
    }

    private static List<Secret> secrets(ClientRegistration client, @Nullable Secret own, TransportRequest message) {
        List<Secret> secrets = new ArrayList<>();
        if (own != null) {
            secrets.add(own);
        }
        if (client.clientSecret() != null) {
            secrets.add(client.clientSecret());
        }
        String authorization = message.headers().get("Authorization");
        if (authorization != null) {
            secrets.add(Secret.of(authorization.substring(authorization.indexOf(' ') + 1)));
        }
        return secrets;
    }

    /** What came of a request that brought no answer. */
    static TokenOutcome failed(TransportException e) {
        String reason = String.valueOf(e.getMessage());
        return switch (e.delivery()) {
            case NOT_SENT -> new TokenOutcome.NotSent(reason, e);
            case UNKNOWN -> new TokenOutcome.Unknown(reason, e);
        };
    }

    @Override
    public String toString() {
        return "ClientForm[" + client.name() + ", " + message + "]";
    }
}
