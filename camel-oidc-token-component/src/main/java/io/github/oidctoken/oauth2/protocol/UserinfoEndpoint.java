package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The userinfo endpoint of an OpenID provider (OpenID Connect Core 1.0 section 5.3): one request, one outcome. Thread-safe. */
public final class UserinfoEndpoint {

    private static final int PARTS_OF_AN_ENCRYPTED_TOKEN = 5;

    private final Transport transport;
    private final JwtSignatures signatures;

    public UserinfoEndpoint(Transport transport, JwtSignatures signatures) {
        this.transport = transport;
        this.signatures = signatures;
    }

    /** What became of a question. */
    public sealed interface Outcome {
        /** The claims about the person, {@code sub} among them. */
        record Claims(Map<String, Object> claims) implements Outcome {
            /** They are about a person and are not shown. */
            @Override
            public String toString() {
                return "Claims[]";
            }
        }

        /** The server does not accept the token: status 401. */
        record TokenRefused(String reason) implements Outcome {}

        /** No answer, or none that can be used. */
        record Failed(String reason, @Nullable Throwable cause) implements Outcome {}
    }

    /**
     * Asks who a token is about. A signed answer is verified by the server's keys. Blocks for the client's {@code requestTimeout} at most, and while keys are
     * fetched.
     *
     * @param server with its issuer and {@code jwks_uri}
     * @param uri the userinfo endpoint
     * @param headerValue the {@code Authorization} header's
     */
    public Outcome ask(ClientRegistration client, ProviderMetadata server, URI uri, String headerValue) {
        TransportResponse answer;
        try {
            answer = transport.send(new TransportRequest(
                    uri,
                    Map.of("Accept", "application/json, application/jwt;q=0.9", "Authorization", headerValue),
                    null,
                    Connection.ANY,
                    client.renewal().requestTimeout(),
                    client.allowInsecure()));
        } catch (TransportException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e);
        }
        String seen = answer.status() + " (" + answer.mediaType() + ")";
        if (answer.status() == 401) {
            return new Outcome.TokenRefused("it answered " + seen);
        }
        if (answer.status() != 200) {
            return new Outcome.Failed("it answered " + seen + error(answer, headerValue), null);
        }
        return answer.mediaType().equals("application/jwt")
                ? signed(answer, client, server)
                : claims(JsonMembers.parse(answer.body()).map(JsonMembers::all), seen);
    }

    private static String error(TransportResponse answer, String headerValue) {
        Secret token = Secret.of(headerValue.substring(headerValue.indexOf(' ') + 1));
        return JsonMembers.parse(answer.body())
                .map(members -> ServerText.clean(members.text("error"), List.of(token)))
                .map(error -> ", " + error)
                .orElse("");
    }

    private static Outcome claims(Optional<Map<String, Object>> members, String seen) {
        return members.filter(claims -> claims.get("sub") instanceof String)
                .<Outcome>map(Outcome.Claims::new)
                .orElseGet(() -> new Outcome.Failed("it answered " + seen + " without the member sub", null));
    }

    private Outcome signed(TransportResponse answer, ClientRegistration client, ProviderMetadata server) {
        String token = new String(answer.body(), StandardCharsets.US_ASCII).strip();
        URI jwksUri = server.jwksUri();
        if (token.split("\\.", -1).length == PARTS_OF_AN_ENCRYPTED_TOKEN) {
            return new Outcome.Failed(
                    "its answer is encrypted, which is not supported. Have the server sign it, or answer plain JSON",
                    null);
        }
        if (jwksUri == null) {
            return new Outcome.Failed(
                    "its answer is signed and cannot be verified without the server's keys: set "
                            + client.option("jwksUri"),
                    null);
        }
        JwtSignatures.Outcome outcome =
                signatures.verify(token, JwtSignatures.ALGORITHMS, jwksUri, client.allowInsecure());
        if (outcome instanceof JwtSignatures.Outcome.Verified verified) {
            return addressed(verified.claims(), client, server);
        }
        return outcome instanceof JwtSignatures.Outcome.KeysUnavailable unavailable
                ? new Outcome.Failed(
                        "its signed answer cannot be verified: " + unavailable.reason(), unavailable.cause())
                : new Outcome.Failed("its signed answer " + ((JwtSignatures.Outcome.Refused) outcome).reason(), null);
    }

    /** Section 5.3.2: a signed answer names its issuer, and this client as its audience; one that does neither is not for us. */
    private static Outcome addressed(Map<String, Object> claims, ClientRegistration client, ProviderMetadata server) {
        URI issuer = server.issuer();
        if (issuer == null || !issuer.toString().equals(claims.get("iss"))) {
            return new Outcome.Failed("its signed answer is of another issuer", null);
        }
        List<?> audience = claims.get("aud") instanceof List<?> list ? list : Arrays.asList(claims.get("aud"));
        return audience.contains(client.clientId())
                ? claims(Optional.of(claims), "a signed token")
                : new Outcome.Failed("its signed answer is for another client", null);
    }
}
