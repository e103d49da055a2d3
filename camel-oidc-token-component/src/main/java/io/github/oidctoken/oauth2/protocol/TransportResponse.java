package io.github.oidctoken.oauth2.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A complete HTTP answer.
 *
 * @param headers field names in any case with their values in order
 * @param body at most {@link Transport#MAX_BODY} bytes; the array belongs to the response
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; responses are never compared
public record TransportResponse(int status, Map<String, List<String>> headers, byte[] body) {

    public TransportResponse {
        Map<String, List<String>> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        caseless.putAll(headers);
        headers = Collections.unmodifiableMap(caseless);
    }

    /** The first value of a header field. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** A header field that holds a date in the form of RFC 9110 section 5.6.7; absent when it holds anything else. */
    public Optional<Instant> date(String name) {
        return header(name).map(String::trim).flatMap(TransportResponse::httpDate);
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The media type without parameters in lower case; {@code no content type} when there is none. */
    public String mediaType() {
        return header("Content-Type")
                .map(type -> type.split(";", -1)[0].trim().toLowerCase(Locale.ROOT))
                .filter(type -> type.matches("[\\w.+-]+/[\\w.+-]+"))
                .orElse("no content type");
    }

    /** The body may hold tokens and is not shown. */
    @Override
    public String toString() {
        return "TransportResponse[" + status + ", " + mediaType() + ", " + body.length + " bytes]";
    }
}
