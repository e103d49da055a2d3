package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server's metadata document: OpenID Connect Discovery 1.0 section 4, and where that is not offered RFC 8414 section 3. Thread-safe.
 */
public final class MetadataEndpoint {

    /** What became of asking for the document. */
    public sealed interface Outcome {
        record Found(ProviderMetadata metadata) implements Outcome {}

        /** No usable document; the reason follows the words "discovery at ISSUER failed:". */
        record Failed(String reason, @Nullable Throwable cause) implements Outcome {}
    }

    private static final List<String> ENDPOINTS = List.of(
            "token_endpoint",
            "authorization_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "userinfo_endpoint",
            "end_session_endpoint",
            "device_authorization_endpoint",
            "pushed_authorization_request_endpoint",
            "jwks_uri");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Transport transport;

    public MetadataEndpoint(Transport transport) {
        this.transport = transport;
    }

    /** Asks the issuer for its metadata; the document must name the same issuer, or it is refused (RFC 8414 section 3.3). */
    public Outcome read(URI issuer, boolean allowInsecure) {
        Outcome openid = read(issuer, appended(issuer), allowInsecure);
        if (openid instanceof Outcome.Failed failed && failed.cause() == null) {
            Outcome oauth = read(issuer, inserted(issuer), allowInsecure);
            return oauth instanceof Outcome.Found ? oauth : openid;
        }
        return openid;
    }

    private Outcome read(URI issuer, URI location, boolean allowInsecure) {
        TransportResponse answer;
        try {
            answer = transport.send(TransportRequest.get(location, DEADLINE).withAllowInsecure(allowInsecure));
        } catch (TransportException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e);
        }
        Optional<JsonMembers> json = JsonMembers.parse(answer.body());
        if (answer.status() != 200 || json.isEmpty()) {
            return new Outcome.Failed(
                    location + " answered " + answer.status() + " (" + answer.mediaType() + ")", null);
        }
        return judge(issuer, location, json.get(), allowInsecure);
    }

    private static Outcome judge(URI issuer, URI location, JsonMembers json, boolean allowInsecure) {
        String said = json.text("issuer");
        if (said == null) {
            return new Outcome.Failed(location + " names no issuer", null);
        }
        if (!said.equals(issuer.toString())) {
            return new Outcome.Failed(
                    location + " speaks for the issuer '" + ServerText.clean(said, List.of())
                            + "', which is not the configured one",
                    null);
        }
        for (String member : ENDPOINTS) {
            String uri = json.text(member);
            Optional<String> problem = uri == null ? Optional.empty() : EndpointUri.problem(uri, allowInsecure);
            if (problem.isPresent()) {
                return new Outcome.Failed("the document's " + member + " " + problem.get(), null);
            }
        }
        if (json.text("token_endpoint") == null) {
            return new Outcome.Failed("the document names no token_endpoint", null);
        }
        return new Outcome.Found(new ProviderMetadata(
                issuer,
                uri(json, "token_endpoint"),
                uri(json, "authorization_endpoint"),
                uri(json, "introspection_endpoint"),
                uri(json, "revocation_endpoint"),
                uri(json, "userinfo_endpoint"),
                uri(json, "end_session_endpoint"),
                uri(json, "device_authorization_endpoint"),
                uri(json, "pushed_authorization_request_endpoint"),
                uri(json, "jwks_uri"),
                Boolean.TRUE.equals(json.all().get("require_pushed_authorization_requests")),
                Boolean.TRUE.equals(json.all().get("authorization_response_iss_parameter_supported"))));
    }

    private static @Nullable URI uri(JsonMembers json, String member) {
        String text = json.text(member);
        return text == null ? null : URI.create(text);
    }

    private static URI appended(URI issuer) {
        String text = issuer.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                + "/.well-known/openid-configuration");
    }

    private static URI inserted(URI issuer) {
        String path = issuer.getRawPath() == null || issuer.getRawPath().equals("/") ? "" : issuer.getRawPath();
        return URI.create(issuer.getScheme() + "://" + issuer.getRawAuthority()
                + "/.well-known/oauth-authorization-server" + path);
    }
}
