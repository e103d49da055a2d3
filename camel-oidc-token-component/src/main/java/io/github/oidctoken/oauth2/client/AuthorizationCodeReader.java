package io.github.oidctoken.oauth2.client;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the options of a sign-in by a browser into its grant, or says what is wrong with them. */
final class AuthorizationCodeReader {

    /** Options that only this grant has. */
    static final Set<String> OPTIONS = Set.of(
            "redirectUri",
            "postLogoutRedirectUri",
            "authorizationParameters",
            "responseMode",
            "pushedAuthorization",
            "principalClaim");

    private static final String MAX_AGE = "max_age";

    private final ClientOptions options;

    AuthorizationCodeReader(ClientOptions options) {
        this.options = options;
    }

    Grant read(URI redirectUri, @Nullable URI postLogoutRedirectUri, Set<String> allowedSubjects) {
        Map<String, String> parameters = ReservedParameters.OF_AUTHORIZATION_REQUESTS.refuse(
                options, "authorizationParameters", options.map("authorizationParameters"));
        return new Grant.AuthorizationCode(
                redirectUri,
                postLogoutRedirectUri,
                allowedSubjects,
                parameters,
                responseMode(redirectUri),
                oneOf(
                        "pushedAuthorization",
                        options.text("pushedAuthorization"),
                        PushedAuthorization.AUTO,
                        PushedAuthorization.values(),
                        PushedAuthorization::value),
                maxAge(parameters),
                principalClaim());
    }

    private ResponseMode responseMode(URI redirectUri) {
        ResponseMode mode = oneOf(
                "responseMode",
                options.text("responseMode"),
                ResponseMode.QUERY,
                ResponseMode.values(),
                ResponseMode::value);
        boolean reachesUs =
                "https".equalsIgnoreCase(redirectUri.getScheme()) || EndpointUri.isLoopback(redirectUri.getHost());
        if (mode == ResponseMode.FORM_POST && !reachesUs) {
            throw options.invalid(
                    "redirectUri",
                    "must be https, or lead to this machine itself, for " + options.key("responseMode")
                            + " = form_post: the form comes from the server's page, and browsers send our cookie with it only"
                            + " if that is Secure.");
        }
        return mode;
    }

    private @Nullable Duration maxAge(Map<String, String> parameters) {
        String text = parameters.get(MAX_AGE);
        if (text == null) {
            return null;
        }
        requireIdToken("authorizationParameters", "holds " + MAX_AGE + ", but only an ID token says when (auth_time).");
        if (!text.matches("\\d{1,9}")) {
            throw options.invalid("authorizationParameters", "holds a " + MAX_AGE + " that is no number of seconds.");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private @Nullable String principalClaim() {
        String claim = options.text("principalClaim");
        if (claim != null) {
            requireIdToken("principalClaim", "is set, but only an ID token has claims.");
        }
        return claim;
    }

    private void requireIdToken(String option, String problem) {
        if (!options.list("scope").contains("openid")) {
            throw options.invalid(option, problem + " Add openid to " + options.key("scope") + ".");
        }
    }

    private <T> T oneOf(String option, @Nullable String text, T otherwise, T[] all, Function<T, String> written) {
        if (text == null) {
            return otherwise;
        }
        String name = text.toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(all)
                .filter(one -> written.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> options.invalid(
                        option,
                        "is not known. It can be "
                                + Arrays.stream(all).map(written).collect(Collectors.joining(", ")) + "."));
    }
}
