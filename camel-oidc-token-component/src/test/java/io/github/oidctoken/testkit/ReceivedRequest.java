package io.github.oidctoken.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a {@link RecordingServer} was sent in one request. The text form leaves out query, header values and body,
 * which may hold what should not have been sent.
 *
 * @param method the HTTP method
 * @param path as sent, not decoded
 * @param query as sent, not decoded; null when there is none
 * @param headers values by name in lower case
 * @param body the body as UTF-8 text, empty when there is none
 */
public record ReceivedRequest(
        String method, String path, @Nullable String query, Map<String, List<String>> headers, String body) {

    /** Copies the map. */
    public ReceivedRequest {
        headers = Map.copyOf(headers);
    }

    /** The values of a header, whatever the case of its name; empty when it was not sent. */
    public List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String toString() {
        return "ReceivedRequest[" + method + " " + path + ", headers=" + headers.keySet() + "]";
    }
}
