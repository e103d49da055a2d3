package io.github.oidctoken.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON answers of an authorization server: a document (RFC 6749 section 5.1) or an error (section 5.2). */
final class JsonAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-store", "Pragma", "no-cache");

    private JsonAnswer() {}

    static HttpAnswer ok(Map<String, ?> members) {
        return of(200, members);
    }

    static HttpAnswer created(Map<String, ?> members) {
        return of(201, members);
    }

    static HttpAnswer error(int status, String error, @Nullable String description) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", error);
        if (description != null) {
            members.put("error_description", description);
        }
        return of(status, members);
    }

    private static HttpAnswer of(int status, Map<String, ?> members) {
        try {
            return new HttpAnswer(status, HEADERS, JSON.writeValueAsString(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not writable as JSON: " + members.keySet(), e);
        }
    }
}
