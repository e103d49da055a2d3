package io.github.oidctoken.oauth2.client;

import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a client asks: the endpoints that its options name, or that its provider's preset has derived from them. */
record ProviderEndpoints(ClientOptions options, boolean allowInsecure) {

    private static final String METADATA = "/.well-known/";

    /**
     * Reads them.
     *
     * @throws ClientConfigurationException naming the option that is missing or wrong
     */
    ProviderMetadata read(Grant grant) {
        ProviderMetadata provider = new ProviderMetadata(
                issuer(),
                endpoint("tokenEndpoint"),
                endpoint("authorizationEndpoint"),
                endpoint("introspectionEndpoint"),
                endpoint("revocationEndpoint"),
                endpoint("userinfoEndpoint"),
                endpoint("endSessionEndpoint"),
                endpoint("deviceAuthorizationEndpoint"),
                endpoint("pushedAuthorizationRequestEndpoint"),
                endpoint("jwksUri"));
        boolean judges = grant instanceof Grant.None && provider.introspectionEndpoint() != null;
        if (provider.issuer() == null && provider.tokenEndpoint() == null && !judges) {
            throw new ClientConfigurationException(
                    options.client(),
                    "nothing says where to ask for a token. Set " + options.key("tokenEndpoint") + ", or "
                            + options.key("issuer") + " for discovery, or " + options.key("provider") + " with "
                            + options.key("baseUrl") + ".");
        }
        return provider;
    }

    /** What is written to be the issuer is often where its metadata is. */
    private @Nullable URI issuer() {
        URI issuer = endpoint("issuer");
        if (issuer != null && issuer.getPath().contains(METADATA)) {
            throw options.invalid(
                    "issuer",
                    "is the address of the server's metadata. Write the issuer: the member issuer of that document, mostly what"
                            + " stands before " + METADATA + ".");
        }
        return issuer;
    }

    /** The URI that an option holds; absent when it has none. */
    @Nullable
    URI endpoint(String option) {
        String text = options.text(option);
        if (text == null) {
            return null;
        }
        EndpointUri.problem(text, allowInsecure).ifPresent(problem -> {
            throw wrongEndpoint(option, problem);
        });
        return URI.create(text);
    }

    /** Names the option to correct: a provider derives what the user did not write. */
    private ClientConfigurationException wrongEndpoint(String option, String problem) {
        String base = options.text("baseUrl");
        if (!options.wrote(option)
                && base != null
                && EndpointUri.problem(base, allowInsecure).isEmpty()) {
            String part = options.wrote("realm") ? "realm" : "tenant";
            return options.invalid(
                    part,
                    "cannot stand in an address: the " + ClientOptions.kebab(option) + " made with it " + problem
                            + ".");
        }
        String written = Stream.of(option, "baseUrl", "issuer")
                .filter(options::wrote)
                .findFirst()
                .orElse("baseUrl");
        return options.invalid(written, problem + ".");
    }
}
