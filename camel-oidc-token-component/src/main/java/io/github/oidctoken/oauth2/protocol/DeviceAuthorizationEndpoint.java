package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device authorization endpoint of an authorization server (RFC 8628 section 3.1): one request, one outcome. Thread-safe. */
public final class DeviceAuthorizationEndpoint {

    private static final Duration UNSAID_INTERVAL = Duration.ofSeconds(5);
    private static final Duration UNSAID_LIFE = Duration.ofMinutes(5);

    private final Transport transport;

    public DeviceAuthorizationEndpoint(Transport transport) {
        this.transport = transport;
    }

    /** What became of a request. */
    public sealed interface Outcome {
        /**
         * The server waits for the person.
         *
         * @param verificationUriComplete with the code in it; absent when the server has none
         * @param interval the shortest time between two questions whether the person has signed in
         */
        record Begun(
                Secret deviceCode,
                String userCode,
                URI verificationUri,
                @Nullable URI verificationUriComplete,
                Duration expiresIn,
                Duration interval)
                implements Outcome {}

        /** There is no code. */
        record Failed(TokenOutcome outcome) implements Outcome {}
    }

    /** Asks for a code. Blocks for the client's {@code requestTimeout} at most. */
    public Outcome begin(ClientRegistration client, URI uri) {
        Map<String, List<String>> members = new LinkedHashMap<>();
        if (!client.request().scopes().isEmpty()) {
            members.put("scope", List.of(String.join(" ", client.request().scopes())));
        }
        String audience = client.request().audience();
        if (audience != null) {
            members.put("audience", List.of(audience));
        }
        if (!client.request().resources().isEmpty()) {
            members.put(
                    "resource",
                    client.request().resources().stream().map(URI::toString).toList());
        }
        ClientForm form = ClientForm.of(client, uri, members, null);
        try {
            TransportResponse answer = transport.send(form.message());
            return form.refusal(answer).<Outcome>map(Outcome.Failed::new).orElseGet(() -> read(answer));
        } catch (TransportException e) {
            return new Outcome.Failed(ClientForm.failed(e));
        }
    }

    private static Outcome read(TransportResponse answer) {
        JsonMembers members = JsonMembers.parse(answer.body()).orElse(null);
        String deviceCode = members == null ? null : members.text("device_code");
        String userCode = members == null ? null : members.text("user_code");
        URI verificationUri = members == null
                ? null
                : uri(members, "verification_uri")
                        .or(() -> uri(members, "verification_url"))
                        .orElse(null);
        if (members == null || deviceCode == null || userCode == null || verificationUri == null) {
            return new Outcome.Failed(new TokenOutcome.Malformed(answer.status() + " (" + answer.mediaType()
                    + ") without device_code, user_code or verification_uri"));
        }
        Duration life = members.seconds("expires_in");
        Duration interval = members.seconds("interval");
        return new Outcome.Begun(
                Secret.of(deviceCode),
                userCode,
                verificationUri,
                uri(members, "verification_uri_complete").orElse(null),
                life == null ? UNSAID_LIFE : life,
                interval == null ? UNSAID_INTERVAL : interval);
    }

    /** An address that a person's browser can open. */
    private static Optional<URI> uri(JsonMembers members, String name) {
        String text = members.text(name);
        try {
            return Optional.ofNullable(text)
                    .map(URI::create)
                    .filter(uri ->
                            "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
