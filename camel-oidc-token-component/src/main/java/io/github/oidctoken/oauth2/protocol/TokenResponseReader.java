package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token endpoint's answer as servers really send it: errors with status 200, missing {@code token_type}, {@code expires_in} as text, wrong
 * content types. What cannot be understood is described by status, media type and length, never quoted.
 */
final class TokenResponseReader {

    private static final Set<String> KNOWN = Set.of(
            "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "id_token", "scope");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private final Collection<Secret> sent;
    private final Instant receivedAt;

    /**
     * @param sent what must not be shown if the server repeats it
     * @param receivedAt the wall clock when the answer came, for a {@code Retry-After} date
     */
    TokenResponseReader(Collection<Secret> sent, Instant receivedAt) {
        this.sent = sent;
        this.receivedAt = receivedAt;
    }

    TokenOutcome read(TransportResponse answer) {
        Optional<JsonMembers> json = JsonMembers.parse(answer.body());
        String error = json.map(members -> members.text("error")).orElse(null);
        if (error != null) {
            String description =
                    json.map(members -> members.text("error_description")).orElse(null);
            return refused(answer, error, description);
        }
        boolean success = answer.status() >= 200 && answer.status() < 300;
        if (!success) {
            return withoutError(answer, json);
        }
        String accessToken = json.map(members -> members.text("access_token")).orElse(null);
        if (json.isEmpty() || accessToken == null) {
            return new TokenOutcome.Malformed(describe(answer, json));
        }
        String tokenType = tokenType(json.get());
        if (!HEADER_VALUE.matcher(tokenType + accessToken).matches()) {
            return new TokenOutcome.Malformed(
                    answer.status() + " with a token that no header can carry (RFC 6749 appendix A)");
        }
        return new TokenOutcome.Granted(granted(json.get(), tokenType, accessToken, answer));
    }

    private TokenOutcome withoutError(TransportResponse answer, Optional<JsonMembers> json) {
        int status = answer.status();
        if (status >= 500 && !(status == 503 && retryAfter(answer) != null)) {
            return new TokenOutcome.Unknown(
                    "the server or a gateway before it answered " + describe(answer, json), null);
        }
        return refused(answer, null, null, describe(answer, json));
    }

    private TokenOutcome refused(TransportResponse answer, String error, @Nullable String description) {
        String code = ServerText.clean(error, sent);
        if (answer.status() >= 500 && answer.status() != 503) {
            return new TokenOutcome.Unknown("the server answered " + answer.status() + " " + code, null);
        }
        return new TokenOutcome.Refused(
                answer.status(), code, ServerText.clean(description, sent), null, retryAfter(answer));
    }

    private TokenOutcome refused(
            TransportResponse answer, @Nullable String error, @Nullable String description, String detail) {
        return new TokenOutcome.Refused(answer.status(), error, description, detail, retryAfter(answer));
    }

    private static String tokenType(JsonMembers json) {
        String said = json.text("token_type");
        return said == null || said.strip().equalsIgnoreCase("bearer") ? "Bearer" : said.strip();
    }

    private static TokenResponse granted(
            JsonMembers json, String tokenType, String accessToken, TransportResponse answer) {
        Map<String, Object> others = new LinkedHashMap<>(json.all());
        others.keySet().removeAll(KNOWN);
        return new TokenResponse(
                Secret.of(accessToken),
                tokenType,
                json.seconds("expires_in"),
                Secret.ofNullable(json.text("refresh_token")),
                json.seconds("refresh_expires_in"),
                Secret.ofNullable(json.text("id_token")),
                json.words("scope"),
                answer.date("Date").orElse(null),
                others);
    }

    private static String describe(TransportResponse answer, Optional<JsonMembers> json) {
        String kind = json.isPresent()
                ? "JSON without access_token and without error"
                : answer.body().length == 0
                        ? "an empty body"
                        : answer.mediaType() + ", " + answer.body().length + " bytes";
        return answer.status() + " with " + kind;
    }

    private @Nullable Duration retryAfter(TransportResponse answer) {
        String value = answer.header("Retry-After").map(String::trim).orElse("");
        Duration wait = null;
        if (value.matches("\\d{1,18}")) {
            wait = Duration.ofSeconds(Long.parseLong(value));
        } else {
            Optional<Instant> date = answer.date("Retry-After");
            if (date.isPresent()) {
                wait = Duration.between(answer.date("Date").orElse(receivedAt), date.get());
            }
        }
        if (wait == null) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }
}
