package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.oidctoken.oauth2.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the authorization server sent back with the browser (RFC 6749 section 4.1.2), as anybody could have written it. Immutable.
 *
 * @param state to be compared with the request's
 * @param code absent in an error answer
 * @param issuer the {@code iss} of RFC 9207; absent when the server sends none
 * @param error the code of an error answer, cleaned
 * @param errorDescription cleaned
 */
public record AuthorizationResponse(
        @Nullable Secret state,
        @Nullable Secret code,
        @Nullable String issuer,
        @Nullable String error,
        @Nullable String errorDescription) {

    /** The fields of a query or a form, each with all its values: one that comes twice is forbidden (RFC 6749 section 3.1). */
    public static Map<String, List<String>> fields(String text) {
        return URLUtils.parseParameters(text);
    }

    /** Takes the parameters by their names. */
    public static AuthorizationResponse of(Map<String, String> parameters) {
        Secret state = secret(parameters, "state");
        Secret code = secret(parameters, "code");
        List<Secret> sent = Stream.of(state, code).filter(Objects::nonNull).toList();
        String error = ServerText.clean(text(parameters, "error"), sent);
        return new AuthorizationResponse(
                state,
                code,
                text(parameters, "iss"),
                error == null || error.isEmpty() ? null : error,
                ServerText.clean(text(parameters, "error_description"), sent));
    }

    /** The issuer as messages may show it. */
    public @Nullable String shownIssuer() {
        return ServerText.clean(issuer, List.of());
    }

    private static @Nullable Secret secret(Map<String, String> parameters, String name) {
        return Secret.ofNullable(text(parameters, name));
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
