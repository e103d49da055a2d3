package io.github.oidctoken.oauth2.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.MetadataEndpoint.Outcome;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataEndpointTest {

    private static final URI ISSUER = URI.create("https://id.example.com/realms/acme");
    private static final String DOCUMENT = """
            {"issuer": "https://id.example.com/realms/acme",
             "token_endpoint": "https://id.example.com/token",
             "authorization_endpoint": "https://id.example.com/authorize",
             "introspection_endpoint": "https://id.example.com/introspect",
             "revocation_endpoint": "https://id.example.com/revoke",
             "userinfo_endpoint": "https://id.example.com/userinfo",
             "end_session_endpoint": "https://id.example.com/logout",
             "device_authorization_endpoint": "https://id.example.com/device",
             "pushed_authorization_request_endpoint": "https://id.example.com/par",
             "jwks_uri": "https://id.example.com/keys",
             "scopes_supported": ["openid"]}""";

    private final ScriptedTransport transport = new ScriptedTransport();
    private final MetadataEndpoint endpoint = new MetadataEndpoint(transport);

    @Test
    void everyEndpointIsRead() {
        transport.thenJson(200, DOCUMENT);

        assertThat(read())
                .isEqualTo(new Outcome.Found(new ProviderMetadata(
                        ISSUER,
                        URI.create("https://id.example.com/token"),
                        URI.create("https://id.example.com/authorize"),
                        URI.create("https://id.example.com/introspect"),
                        URI.create("https://id.example.com/revoke"),
                        URI.create("https://id.example.com/userinfo"),
                        URI.create("https://id.example.com/logout"),
                        URI.create("https://id.example.com/device"),
                        URI.create("https://id.example.com/par"),
                        URI.create("https://id.example.com/keys"))));
    }

    @Test
    void openIdConnectDiscoveryIsAskedFirst() {
        transport.thenJson(200, DOCUMENT);

        read();

        assertThat(transport.requests())
                .extracting(TransportRequest::uri)
                .containsExactly(URI.create("https://id.example.com/realms/acme/.well-known/openid-configuration"));
    }

    @Test
    void oauthMetadataIsAskedWhereDiscoveryIsNotOffered() {
        transport.thenJson(404, "").thenJson(200, DOCUMENT);

        assertThat(read()).isInstanceOf(Outcome.Found.class);
        assertThat(transport.requests().get(1).uri())
                .isEqualTo(URI.create("https://id.example.com/.well-known/oauth-authorization-server/realms/acme"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example.com/,"
                + " https://id.example.com/.well-known/openid-configuration,"
                + " https://id.example.com/.well-known/oauth-authorization-server",
        "https://id.example.com:8443,"
                + " https://id.example.com:8443/.well-known/openid-configuration,"
                + " https://id.example.com:8443/.well-known/oauth-authorization-server"
    })
    void issuerWithoutPathIsAskedAtTheRoot(URI issuer, URI openid, URI oauth) {
        transport.thenJson(404, "").thenJson(404, "");

        endpoint.read(issuer, false);

        assertThat(transport.requests()).extracting(TransportRequest::uri).containsExactly(openid, oauth);
    }

    @Test
    void neitherDocumentIsAFailureThatNamesTheFirst() {
        transport
                .then(request -> TokenRequests.answer(404, "<html>", "Content-Type", "text/html"))
                .thenJson(404, "");

        assertThat(failure())
                .isEqualTo(
                        "https://id.example.com/realms/acme/.well-known/openid-configuration answered 404 (text/html)");
    }

    @Test
    void documentOfAnotherIssuerIsRefused() {
        String document = DOCUMENT.replace("/realms/acme\"", "/realms/evil\\r\\n\"");
        transport.thenJson(200, document).thenJson(200, document);

        assertThat(failure())
                .contains("speaks for the issuer 'https://id.example.com/realms/evil'")
                .endsWith("which is not the configured one");
    }

    @Test
    void issuersAreComparedToTheLastSlash() {
        String document = DOCUMENT.replace("/realms/acme\"", "/realms/acme/\"");
        transport.thenJson(200, document).thenJson(200, document);

        assertThat(failure()).contains("not the configured one");
    }

    @Test
    void documentWithoutIssuerIsRefused() {
        transport
                .thenJson(200, "{\"token_endpoint\":\"https://id.example.com/token\"}")
                .thenJson(404, "");

        assertThat(failure()).endsWith("names no issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_endpoint",
                "authorization_endpoint",
                "introspection_endpoint",
                "revocation_endpoint",
                "userinfo_endpoint",
                "end_session_endpoint",
                "device_authorization_endpoint",
                "pushed_authorization_request_endpoint",
                "jwks_uri"
            })
    void endpointWithoutTlsIsRefused(String member) {
        String document = DOCUMENT.replace(member + "\": \"https:", member + "\": \"http:");
        transport.thenJson(200, document).thenJson(404, "");

        assertThat(failure()).startsWith("the document's " + member + " must be https");
    }

    @Test
    void endpointWithoutTlsIsReadWhereItIsAllowed() {
        transport.thenJson(200, DOCUMENT.replace("token_endpoint\": \"https:", "token_endpoint\": \"http:"));

        assertThat(endpoint.read(ISSUER, true)).isInstanceOf(Outcome.Found.class);
        assertThat(transport.requests().get(0).allowInsecure()).isTrue();
    }

    @Test
    void documentWithoutTokenEndpointIsRefused() {
        transport
                .thenJson(200, "{\"issuer\":\"https://id.example.com/realms/acme\"}")
                .thenJson(404, "");

        assertThat(failure()).isEqualTo("the document names no token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{\"issuer\":"})
    void answerThatIsNoJsonIsRefused(String body) {
        transport.thenJson(200, body).thenJson(404, "");

        assertThat(failure()).contains("answered 200");
    }

    @Test
    void unreachableServerIsNotAskedTwice() {
        transport.thenFails(Delivery.NOT_SENT, "cannot resolve host id.example.com");

        assertThat(failure()).isEqualTo("cannot resolve host id.example.com");
        assertThat(transport.requests()).hasSize(1);
    }

    private Outcome read() {
        return endpoint.read(ISSUER, false);
    }

    private String failure() {
        Outcome outcome = read();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).reason();
    }
}
