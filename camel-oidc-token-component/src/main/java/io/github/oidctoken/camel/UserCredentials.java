package io.github.oidctoken.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.UnusableCredentialsException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The user name and password of a person, as a message brings them: in two headers, or in a body that is a Map, a JSON object or a form. They are taken off the
 * message, so that they do not travel on.
 */
final class UserCredentials {

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Message message;
    private final ClientRegistration client;

    private UserCredentials(Message message, ClientRegistration client) {
        this.message = message;
        this.client = client;
    }

    /**
     * Takes them off the message, also where they cannot be used.
     *
     * @throws UnusableCredentialsException if there are none, or they could not be presented
     */
    static Grant.Password take(Message message, ClientRegistration client) {
        UserCredentials credentials = new UserCredentials(message, client);
        @Nullable Object username = message.removeHeader(OidcTokenConstants.USERNAME);
        @Nullable Object password = message.removeHeader(OidcTokenConstants.PASSWORD);
        if (username == null && password == null) {
            Map<String, ?> body = credentials.body();
            username = body.get(USERNAME);
            password = body.get(PASSWORD);
            if (username != null || password != null) {
                message.setBody(null);
                message.removeHeader(USERNAME);
                message.removeHeader(PASSWORD);
            }
        }
        credentials.removeCopies(password);
        return credentials.read(username, password);
    }

    private Grant.Password read(@Nullable Object username, @Nullable Object password) {
        if (username == null || password == null) {
            throw unusable("there is no "
                    + (username == null && password == null
                            ? "user name and no password"
                            : username == null ? "user name" : "password")
                    + ". Set the headers " + OidcTokenConstants.USERNAME + " and " + OidcTokenConstants.PASSWORD
                    + ", or let the body be a Map, a JSON object or a form with the members username and password.");
        }
        String user = text(username, USERNAME);
        if (user.isBlank()) {
            throw unusable("the user name is blank.");
        }
        if (user.length() > ClientRegistration.LONGEST_PRINCIPAL) {
            throw unusable("the user name is longer than " + ClientRegistration.LONGEST_PRINCIPAL + " characters.");
        }
        if (user.equals(ClientRegistration.DEFAULT_PRINCIPAL)) {
            throw unusable("the user name '" + user + "' is reserved for clients without a principal.");
        }
        String secret = text(password, PASSWORD);
        if (secret.isEmpty()) {
            throw unusable("the password is empty.");
        }
        return new Grant.Password(user, Secret.of(secret));
    }

    private String text(Object value, String name) {
        if (value instanceof CharSequence || value instanceof Number) {
            return value.toString();
        }
        throw unusable("the " + name + " must be one text.");
    }

    /** HTTP consumers put the fields of a form on the message as headers too, and a route may have made headers of its body. */
    private void removeCopies(@Nullable Object password) {
        if (password == null) {
            return;
        }
        message.getHeaders().values().removeIf(password::equals);
        Object body = message.getBody();
        boolean shows = body instanceof Map<?, ?> map
                ? map.containsValue(password)
                : body instanceof String text && text.contains(password.toString());
        if (shows) {
            message.setBody(null);
        }
    }

    @SuppressWarnings("unchecked") // only looked up by text
    private Map<String, ?> body() {
        if (message.getBody() instanceof Map<?, ?> map) {
            return (Map<String, ?>) map;
        }
        String text = message.getBody(String.class);
        if (text == null) {
            return Map.of();
        }
        return text.strip().startsWith("{") ? json(text) : form(text.strip());
    }

    private Map<String, ?> json(String text) {
        try {
            return MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            message.setBody(null);
            // without the cause, which quotes the text
            throw unusable("the body begins like a JSON object and is none.");
        }
    }

    private Map<String, ?> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? "" : field.substring(0, equals);
            boolean wanted = name.equals(USERNAME) || name.equals(PASSWORD);
            if (wanted && fields.put(name, decode(field.substring(equals + 1), name)) != null) {
                message.setBody(null);
                throw unusable("the form has more than one " + name + ".");
            }
        }
        return fields;
    }

    private String decode(String value, String name) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            message.setBody(null);
            // without the cause, which quotes the text
            throw unusable("the " + name + " of the form is not properly encoded.");
        }
    }

    private UnusableCredentialsException unusable(String problem) {
        return new UnusableCredentialsException(client.name(), problem);
    }
}
