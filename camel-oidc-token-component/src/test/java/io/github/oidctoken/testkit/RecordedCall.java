package io.github.oidctoken.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to a {@link ProtectedApi}. The text form leaves out query and body.
 *
 * @param number counts from 1
 * @param method the HTTP method
 * @param path as sent, not decoded
 * @param query as sent, not decoded; null when there is none
 * @param status of the answer
 * @param token {@link Fingerprint#of} the access token; null when none was sent
 * @param subject whose token it was; null when the call was refused
 * @param headerNames in lower case, sorted
 * @param body the body as UTF-8 text, empty when there is none
 */
public record RecordedCall(
        long number,
        String method,
        String path,
        @Nullable String query,
        int status,
        @Nullable String token,
        @Nullable String subject,
        List<String> headerNames,
        String body) {

    /** Copies the list. */
    public RecordedCall {
        headerNames = List.copyOf(headerNames);
    }

    @Override
    public String toString() {
        return "RecordedCall[" + number + ", " + method + " " + path + ", status=" + status + ", token=" + token + "]";
    }
}
