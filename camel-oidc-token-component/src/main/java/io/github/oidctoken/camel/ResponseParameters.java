package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.protocol.AuthorizationResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The parameters of the request that brings an authorization response, as Camel's HTTP consumers hand them over. */
final class ResponseParameters {

    private static final List<String> NAMES =
            List.of("code", "state", "iss", "session_state", "error", "error_description", "error_uri");
    private static final List<String> QUERIES = List.of(Exchange.HTTP_RAW_QUERY, Exchange.HTTP_QUERY);
    private static final List<String> ADDRESSES = List.of(Exchange.HTTP_URL, Exchange.HTTP_URI);

    private ResponseParameters() {}

    /**
     * Reads the parameters and takes them off the message: a code must not travel on, nor go back as a response header.
     *
     * @return empty if one came twice
     */
    static Optional<AuthorizationResponse> take(Message message) {
        Map<String, String> parameters = new HashMap<>();
        boolean repeated = false;
        for (String name : NAMES) {
            List<String> values = ResponseHeaders.values(message, name);
            repeated |= values.size() > 1;
            values.forEach(value -> parameters.put(name, value));
        }
        Optional<String> query = QUERIES.stream()
                .flatMap(name -> ResponseHeaders.values(message, name).stream())
                .filter(text -> !text.isBlank())
                .findFirst();
        NAMES.forEach(message::removeHeader);
        QUERIES.forEach(message::removeHeader);
        ADDRESSES.forEach(name -> withoutQuery(message, name));
        if (query.isPresent()) {
            return AuthorizationResponse.ofQuery(query.get());
        }
        return repeated ? Optional.empty() : Optional.of(AuthorizationResponse.of(parameters));
    }

    private static void withoutQuery(Message message, String header) {
        String address = message.getHeader(header, String.class);
        if (address != null && address.indexOf('?') >= 0) {
            message.setHeader(header, address.substring(0, address.indexOf('?')));
        }
    }
}
