package io.github.oidctoken.testkit;

import static io.github.oidctoken.testkit.WireClient.basic;
import static io.github.oidctoken.testkit.WireClient.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokenRequestRefusalTest extends StrictServerTest {

    private static final String BAD_CLIENT = "Invalid client or Invalid client credentials";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    grant_type=implicit                                        | 400 unsupported_grant_type: Unsupported grant_type
                    scope=read                                                 | 400 invalid_request: Missing form parameter: grant_type
                    ''                                                         | 400 invalid_request: Missing form parameter: grant_type
                    grant_type=client_credentials&scope=read&scope=read        | 400 invalid_request: duplicated parameter
                    grant_type=client_credentials&scope=%zz                    | 400 invalid_request: malformed form body
                    grant_type=client_credentials&scope=                       | 400 invalid_scope: Invalid scopes:
                    grant_type=client_credentials&scope=read+fly               | 400 invalid_scope: Invalid scopes: read fly
                    grant_type=password&username=alice&password=wrong          | 400 invalid_grant: Invalid user credentials
                    grant_type=password&username=eve&password=wonder+land      | 400 invalid_grant: Invalid user credentials
                    grant_type=password&password=wonder+land                   | 401 invalid_request: Missing parameter: username
                    grant_type=refresh_token                                   | 400 invalid_request: No refresh token
                    grant_type=refresh_token&refresh_token=garbage             | 400 invalid_grant: Invalid refresh token
                    grant_type=client_credentials&client_secret=s3cret         | 400 invalid_request: More than one way of client authentication
                    grant_type=client_credentials&client_id=spa                | 401 unauthorized_client: Invalid client or Invalid client credentials
                    """)
    void refusesWithTheErrorOfTheStandard(String body, String expected) throws Exception {
        assertThat(wire.postRaw(server().tokenEndpoint(), CAMEL, body).error().strip())
                .isEqualTo(expected);
    }

    @Test
    void aBodyThatIsNotAFormHasNoParameters() throws Exception {
        HttpRequest json = HttpRequest.newBuilder(server().tokenEndpoint())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}"))
                .build();

        assertThat(wire.send(json).error()).isEqualTo("400 invalid_request: Missing form parameter: grant_type");
    }

    @Test
    void parametersInTheUriAreRefused() throws Exception {
        URI withQuery = URI.create(server().tokenEndpoint() + "?scope=read");

        assertThat(wire.post(withQuery, CAMEL, fields("grant_type", "client_credentials"))
                        .text("error"))
                .isEqualTo("invalid_request");
    }

    @Test
    void getOnTheTokenEndpointIsNotAllowed() throws Exception {
        assertThat(wire.get(server().tokenEndpoint()).error()).isEqualTo("405 HTTP 405 Method Not Allowed: ");
    }

    @Test
    void wrongSecretIsUnauthorizedAndUnknownClientIsInvalid() throws Exception {
        Map<String, String> form = fields("grant_type", "client_credentials");

        assertThat(wire.post(server().tokenEndpoint(), basic("camel", "wrong"), form)
                        .error())
                .isEqualTo("401 unauthorized_client: " + BAD_CLIENT);
        assertThat(wire.post(server().tokenEndpoint(), basic("horse", "s3cret"), form)
                        .error())
                .isEqualTo("401 invalid_client: " + BAD_CLIENT);
        assertThat(wire.post(server().tokenEndpoint(), null, form).error())
                .isEqualTo("401 invalid_client: " + BAD_CLIENT);
    }

    @Test
    void secretMayComeInTheBody() throws Exception {
        Reply reply = wire.post(
                server().tokenEndpoint(),
                null,
                fields("grant_type", "client_credentials", "client_id", "camel", "client_secret", "s3cret"));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void basicPartsAreFormEncoded() throws Exception {
        Map<String, String> form = fields("grant_type", "client_credentials");

        assertThat(wire.post(server().tokenEndpoint(), basic("odd%3Aid", "100%25+%2B"), form)
                        .status())
                .isEqualTo(200);
        assertThat(wire.post(server().tokenEndpoint(), basic("odd%3Aid", "100% +"), form)
                        .error())
                .isEqualTo("400 unauthorized_client: Unexpected error when authenticating client");
    }

    @Test
    void publicClientSendsItsIdOnly() throws Exception {
        Reply reply = wire.post(
                server().tokenEndpoint(),
                null,
                fields("grant_type", "password", "client_id", "spa", "username", "alice", "password", "wonder land"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(wire.post(
                                server().tokenEndpoint(),
                                null,
                                fields("grant_type", "client_credentials", "client_id", "spa"))
                        .error())
                .isEqualTo("401 unauthorized_client: Public client not allowed to retrieve service account");
    }

    @Test
    void wrongSecretDoesNotConsumeTheRefreshToken() throws Exception {
        Reply first = signIn();
        Map<String, String> form = fields("grant_type", "refresh_token", "refresh_token", first.text("refresh_token"));

        assertThat(wire.post(server().tokenEndpoint(), basic("camel", "wrong"), form)
                        .status())
                .isEqualTo(401);
        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void refreshTokenOfAnotherClientIsRefusedAndStaysUsable() throws Exception {
        Reply first = signIn();
        Map<String, String> form =
                fields("grant_type", "refresh_token", "client_id", "spa", "refresh_token", first.text("refresh_token"));

        assertThat(wire.post(server().tokenEndpoint(), null, form).error())
                .isEqualTo("400 invalid_grant: Invalid refresh token. "
                        + "Token client and authorized client don't match");
        assertThat(refresh(first).status()).isEqualTo(200);
    }
}
