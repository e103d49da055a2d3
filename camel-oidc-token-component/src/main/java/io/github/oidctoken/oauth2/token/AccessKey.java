package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.client.TokenRequestParameters;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which access token it is: a session and all that was asked for. Two requests that could be answered with different tokens have different keys. It
 * holds no secret: extra parameters count by their hash.
 *
 * @param tokenEndpoint an explicitly set token endpoint; empty when it is discovered
 * @param scopes sorted
 * @param resources sorted
 * @param parameters SHA-256 of all extra parameters; empty when there are none
 * @param exchanged SHA-256 of what a token exchange presents and requests; empty for other grants
 */
public record AccessKey(
        SessionKey session,
        String tokenEndpoint,
        List<String> scopes,
        List<String> resources,
        @Nullable String audience,
        String parameters,
        String exchanged) {

    /** The key of what a client asks for, for a principal that is evaluated already. */
    public static AccessKey of(ClientRegistration client, String principal) {
        TokenRequestParameters request = client.request();
        URI tokenEndpoint = client.provider().tokenEndpoint();
        return new AccessKey(
                SessionKey.of(client, principal),
                tokenEndpoint == null ? "" : tokenEndpoint.toString(),
                request.scopes().stream().sorted().distinct().toList(),
                request.resources().stream().map(URI::toString).sorted().toList(),
                request.audience(),
                hash(request.parameters(), request.refreshParameters()),
                client.grant() instanceof Grant.TokenExchange exchange ? exchanged(exchange) : "");
    }

    /** The key of the same wish, for another principal of the same client: it shares all but the session with this one. */
    AccessKey of(SessionKey other) {
        return new AccessKey(other, tokenEndpoint, scopes, resources, audience, parameters, exchanged);
    }

    /** One line of text, the same in every release. */
    public String encoded() {
        String wish = KeyEncoding.of(
                "access",
                session.encoded(),
                tokenEndpoint,
                String.join(" ", scopes),
                String.join(" ", resources),
                audience == null ? "" : "audience:" + audience,
                parameters);
        return exchanged.isEmpty() ? wish : wish + "|" + exchanged;
    }

    private static String exchanged(Grant.TokenExchange exchange) {
        return Secret.sha256(KeyEncoding.of(
                "exchange",
                fingerprint(exchange.subjectToken()),
                exchange.subjectTokenType(),
                fingerprint(exchange.actorToken()),
                exchange.actorTokenType(),
                String.valueOf(exchange.requestedTokenType())));
    }

    private static String fingerprint(@Nullable Secret token) {
        return token == null ? "" : token.fingerprint();
    }

    private static String hash(Map<String, String> always, Map<String, String> onRefresh) {
        if (always.isEmpty() && onRefresh.isEmpty()) {
            return "";
        }
        return Secret.sha256(KeyEncoding.of("parameters", encoded(always), encoded(onRefresh)));
    }

    private static String encoded(Map<String, String> parameters) {
        return KeyEncoding.of(new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> KeyEncoding.of(entry.getKey(), entry.getValue()))
                        .toArray(String[]::new));
    }
}
