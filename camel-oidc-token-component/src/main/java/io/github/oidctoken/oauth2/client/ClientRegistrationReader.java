package io.github.oidctoken.oauth2.client;

import io.github.oidctoken.oauth2.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns one client's options into its registration, or says what is wrong with them. */
final class ClientRegistrationReader {

    private static final String GRANTS =
            "client_credentials, password, refresh_token, authorization_code, device_code, token_exchange, none";

    private static final Set<String> OF_EXCHANGE =
            Set.of("subjectToken", "subjectTokenType", "actorToken", "actorTokenType", "requestedTokenType");

    /** Options that one grant needs and the others would silently ignore. */
    private static final Set<String> OF_ONE_GRANT = Stream.concat(
                    Stream.of("username", "password", "refreshToken", "allowedSubjects"),
                    AuthorizationCodeReader.OPTIONS.stream())
            .collect(Collectors.toUnmodifiableSet());

    /** The URN as it looks once it is normalized like the other names. */
    private static final String EXCHANGE_URN = Grant.TokenExchange.GRANT_TYPE.replace('-', '_');

    private static final String DEVICE_URN = Grant.DeviceCode.GRANT_TYPE.replace('-', '_');

    private final ClientOptions options;
    private final boolean allowInsecure;
    private final ProviderEndpoints endpoints;

    /** @param options completed by the provider's preset */
    ClientRegistrationReader(ClientOptions options) {
        this.options = options;
        this.allowInsecure = options.flag("allowInsecure");
        this.endpoints = new ProviderEndpoints(options, allowInsecure);
    }

    ClientRegistration read() {
        Grant grant = grant();
        ProviderMetadata provider = endpoints.read(grant);
        Secret clientSecret = options.secret("clientSecret");
        String principal = options.text("principal");
        return new ClientRegistration(
                options.client(),
                provider,
                options.required("clientId", "the authorization server must know who asks"),
                clientSecret,
                clientAuthentication(grant, clientSecret),
                grant,
                new TokenRequestParameters(
                        options.list("scope"),
                        options.text("audience"),
                        resources(),
                        ReservedParameters.OF_TOKEN_REQUESTS.refuse(options, "parameters", options.map("parameters")),
                        ReservedParameters.OF_TOKEN_REQUESTS.refuse(
                                options, "refreshParameters", options.map("refreshParameters"))),
                principal == null ? ClientRegistration.DEFAULT_PRINCIPAL : principal,
                RenewalSettings.of(options),
                targets(),
                options.list("routes"),
                options.text("rejectedWhen"),
                options.flag("reusableRefreshToken"),
                allowInsecure,
                ValidationSettings.of(options));
    }

    private Grant grant() {
        String name = options.text("grant");
        String grant = name == null
                ? "client_credentials"
                : name.toLowerCase(Locale.ROOT).replace('-', '_');
        if (grant.equals("token_exchange") || grant.equals(EXCHANGE_URN)) {
            return tokenExchange();
        }
        options.refuse(OF_EXCHANGE, "the grant is " + grant);
        return switch (grant.equals(DEVICE_URN) ? "device_code" : grant) {
            case "client_credentials" -> {
                refuseOthers(grant, Set.of());
                yield new Grant.ClientCredentials();
            }
            case "password" -> {
                refuseOthers(grant, Set.of("username", "password"));
                yield password();
            }
            case "refresh_token" -> {
                refuseOthers(grant, Set.of("refreshToken"));
                yield new Grant.RefreshToken(requiredSecret("refreshToken", grant));
            }
            case "authorization_code" -> {
                refuseOthers(
                        grant,
                        Stream.concat(Stream.of("allowedSubjects"), AuthorizationCodeReader.OPTIONS.stream())
                                .collect(Collectors.toSet()));
                yield authorizationCode();
            }
            case "device_code" -> {
                refuseOthers(grant, Set.of("allowedSubjects"));
                yield new Grant.DeviceCode(allowedSubjects());
            }
            case "none" -> {
                refuseOthers(grant, Set.of());
                yield new Grant.None();
            }
            default -> throw options.invalid("grant", "is not a supported grant. Supported are: " + GRANTS + ".");
        };
    }

    /** Refuses what belongs to other grants than this one. */
    private void refuseOthers(String grant, Set<String> itsOwn) {
        Set<String> others = new HashSet<>(OF_ONE_GRANT);
        others.removeAll(itsOwn);
        options.refuse(others, "the grant is " + grant);
    }

    private Grant password() {
        return options.has("username") || options.has("password")
                ? new Grant.Password(
                        options.required("username", "the password grant presents it"),
                        requiredSecret("password", "password"))
                : new Grant.PresentedPassword();
    }

    private Grant authorizationCode() {
        options.required("redirectUri", "the server sends the browser back to it, with the code");
        URI redirectUri = Objects.requireNonNull(endpoints.endpoint("redirectUri"));
        Set<String> subjects = allowedSubjects();
        return new AuthorizationCodeReader(options)
                .read(redirectUri, endpoints.endpoint("postLogoutRedirectUri"), subjects);
    }

    /** Who may sign in; only an ID token says who did. */
    private Set<String> allowedSubjects() {
        List<String> subjects = options.list("allowedSubjects");
        boolean identifies = options.list("scope").contains("openid");
        if (identifies && options.text("issuer") == null) {
            throw options.invalid(
                    "issuer", "is missing: scope openid asks for an ID token, which must name its issuer. Set it.");
        }
        if (!identifies && !subjects.isEmpty()) {
            throw options.invalid(
                    "allowedSubjects",
                    "is set, but only an ID token says who has signed in. Add openid to " + options.key("scope") + ".");
        }
        return Set.copyOf(subjects);
    }

    private Grant tokenExchange() {
        refuseOthers("token_exchange", OF_EXCHANGE);
        return new Grant.TokenExchange(
                options.secret("subjectToken"),
                TokenTypes.orAccessToken(options, "subjectTokenType", options.text("subjectTokenType")),
                options.secret("actorToken"),
                TokenTypes.orAccessToken(options, "actorTokenType", options.text("actorTokenType")),
                TokenTypes.optional(options, "requestedTokenType", options.text("requestedTokenType")),
                null);
    }

    private Secret requiredSecret(String option, String grant) {
        Secret secret = options.secret(option);
        if (secret == null) {
            throw options.invalid(option, "is missing: the " + grant + " grant presents it. Set it.");
        }
        return secret;
    }

    private ClientAuthenticationMethod clientAuthentication(Grant grant, @Nullable Secret clientSecret) {
        ClientAuthenticationMethod method = clientAuthentication(clientSecret);
        if (method == ClientAuthenticationMethod.NONE && grant instanceof Grant.ClientCredentials) {
            throw options.invalid(
                    "clientSecret",
                    "is missing: the client_credentials grant is for confidential clients. Set it, or set "
                            + options.key("grant") + " = none for a client that only judges the tokens of others.");
        }
        if (method == ClientAuthenticationMethod.NONE && clientSecret != null) {
            throw options.invalid(
                    "clientSecret",
                    "is set, but " + options.key("clientAuthentication")
                            + " = none says the client is public. Remove one.");
        }
        if (method != ClientAuthenticationMethod.NONE && clientSecret == null) {
            throw options.invalid(
                    "clientSecret",
                    "is missing: " + method.value() + " sends it. Set it, or set " + options.key("clientAuthentication")
                            + " = none for a public client.");
        }
        return method;
    }

    private ClientAuthenticationMethod clientAuthentication(@Nullable Secret clientSecret) {
        String written = options.text("clientAuthentication");
        boolean presetOnly = written != null && clientSecret == null && !options.wrote("clientAuthentication");
        if (written == null || presetOnly) {
            return clientSecret == null
                    ? ClientAuthenticationMethod.NONE
                    : ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
        }
        String name = written.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(ClientAuthenticationMethod.values())
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> options.invalid(
                        "clientAuthentication",
                        "is not a supported method. Supported are: "
                                + Arrays.stream(ClientAuthenticationMethod.values())
                                        .map(ClientAuthenticationMethod::value)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private List<URI> resources() {
        return options.list("resource").stream()
                .map(text -> {
                    try {
                        URI uri = URI.create(text);
                        if (uri.isAbsolute() && uri.getRawFragment() == null) {
                            return uri;
                        }
                    } catch (IllegalArgumentException e) {
                        // said below
                    }
                    throw options.invalid("resource", "must be absolute URIs without fragment (RFC 8707 section 2).");
                })
                .toList();
    }

    private List<String> targets() {
        List<String> targets = options.list("targets");
        for (String target : targets) {
            if (target.contains("*")) {
                throw options.invalid(
                        "targets",
                        "holds '" + EndpointUri.shown(target)
                                + "', which must be a prefix without '*': it covers all that lies"
                                + " below it, and each host needs one of its own.");
            }
            EndpointUri.problem(target, allowInsecure).ifPresent(problem -> {
                throw options.invalid("targets", "holds '" + EndpointUri.shown(target) + "', which " + problem + ".");
            });
        }
        return targets;
    }
}
