package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** A client with tokens of its own; its exchanges go on in threads named after it. */
record FakeClient(ClientRegistration registration, FakeTokens source) implements AuthorizedClient {

    static FakeClient of(String name, String... targets) {
        Map<String, Object> options = Map.of(
                "tokenEndpoint", "https://idp.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret",
                "targets", String.join(",", targets));
        return new FakeClient(ClientRegistration.of(ClientOptions.of(name, options)), new FakeTokens(name));
    }

    /** A client that may also call targets on other machines without TLS. */
    static FakeClient insecure(String name, String target) {
        Map<String, Object> options = Map.of(
                "tokenEndpoint", "https://idp.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret",
                "targets", target,
                "allowInsecure", true);
        return new FakeClient(ClientRegistration.of(ClientOptions.of(name, options)), new FakeTokens(name));
    }

    /** The same client, whose option {@code routes} is set. */
    FakeClient withRoutes(String patterns) {
        Map<String, Object> options = Map.of(
                "tokenEndpoint", "https://idp.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret",
                "targets", String.join(",", registration.targets()),
                "routes", patterns);
        return new FakeClient(ClientRegistration.of(ClientOptions.of(registration.name(), options)), source);
    }

    @Override
    public TokenSource tokens(Exchange exchange) {
        return source;
    }

    @Override
    public Executor continuation() {
        return work -> new Thread(work, "continuation-" + registration.name()).start();
    }
}
