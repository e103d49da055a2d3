package io.github.oidctoken.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A code with what belongs to it, as an application hands it over: in headers, or in a body that is a Map or a JSON object. */
record CodeToExchange(
        TokenRequest.ByCode presented, @Nullable Secret nonce) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** RFC 7636 section 4.1. */
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /**
     * Reads it and takes code and verifier off the headers, so that they do not travel on.
     *
     * @throws SignInFailedException if there is no code, or something is malformed
     */
    static CodeToExchange take(Message message, ClientRegistration client) {
        Map<String, ?> body = body(message);
        String code = value(message, OidcTokenConstants.CODE, body, "code", "code");
        String verifier = value(message, OidcTokenConstants.CODE_VERIFIER, body, "code_verifier", "codeVerifier");
        String redirectUri = value(message, OidcTokenConstants.REDIRECT_URI, body, "redirect_uri", "redirectUri");
        String nonce = value(message, OidcTokenConstants.NONCE, body, "nonce", "nonce");
        message.removeHeader(OidcTokenConstants.CODE);
        message.removeHeader(OidcTokenConstants.CODE_VERIFIER);
        if (code == null) {
            throw failed(
                    client,
                    "there is no code. Set the header " + OidcTokenConstants.CODE
                            + ", or send a Map or a JSON object with the member code.");
        }
        if (verifier != null && !VERIFIER.matcher(verifier).matches()) {
            throw failed(client, "the code verifier must be 43 to 128 letters, digits, '-', '.', '_' and '~'.");
        }
        return new CodeToExchange(
                new TokenRequest.ByCode(Secret.of(code), redirectUri(redirectUri, client), Secret.ofNullable(verifier)),
                Secret.ofNullable(nonce));
    }

    /**
     * Whether the session can be renewed later on, where the server wants the redirect_uri of the code with every refresh: ours sends the configured one.
     *
     * @throws SignInFailedException if not; the code is unused then
     */
    void checkRenewable(ClientRegistration client) {
        String repeated = client.request().refreshParameters().get("redirect_uri");
        if (repeated != null && !repeated.equals(presented.redirectUri().toString())) {
            throw failed(
                    client,
                    "the code was asked for with another redirect_uri than " + client.option("redirectUri")
                            + ", which this server wants with every refresh: the session could not be renewed. Set that option"
                            + " to the page's, or add a client for it.");
        }
    }

    private static URI redirectUri(@Nullable String given, ClientRegistration client) {
        if (given == null) {
            return ((Grant.AuthorizationCode) client.grant()).redirectUri();
        }
        EndpointUri.problem(given, client.allowInsecure()).ifPresent(problem -> {
            throw failed(client, "the redirect_uri of the code " + problem + ".");
        });
        return URI.create(given);
    }

    private static @Nullable String value(
            Message message, String header, Map<String, ?> body, String member, String camelCase) {
        String value = message.getHeader(header, String.class);
        if (value == null || value.isBlank()) {
            Object given = body.containsKey(member) ? body.get(member) : body.get(camelCase);
            value = given == null ? null : given.toString();
        }
        return value == null || value.isBlank() ? null : value;
    }

    @SuppressWarnings("unchecked") // only looked up by text
    private static Map<String, ?> body(Message message) {
        if (message.getBody() instanceof Map<?, ?> map) {
            return (Map<String, ?>) map;
        }
        String text = message.getBody(String.class);
        if (text == null || !text.strip().startsWith("{")) {
            return Map.of();
        }
        try {
            return MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    private static SignInFailedException failed(ClientRegistration client, String problem) {
        return new SignInFailedException(client.name(), problem, null);
    }
}
