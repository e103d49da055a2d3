package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.oauth2.client.ClientAuthenticationMethod;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A client that takes what the application says for Spring Security already. */
class SpringRegistrationsTest {

    private static final String SPRING = "spring.security.oauth2.client.";
    private static final String CLIENT = "camel.component.oidc-token.clients[erp].";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues(
                    "camel.main.routes-include-pattern=false",
                    SPRING + "registration.my-erp.provider=acme",
                    SPRING + "registration.my-erp.client-id=camel",
                    SPRING + "registration.my-erp.client-secret=${erp.secret}",
                    SPRING + "registration.my-erp.client-authentication-method=client_secret_post",
                    SPRING + "registration.my-erp.authorization-grant-type=client_credentials",
                    SPRING + "registration.my-erp.scope=orders,parts",
                    SPRING + "registration.my-erp.client-name=ERP",
                    SPRING + "provider.acme.token-uri=https://id.example.com/token",
                    SPRING + "provider.acme.authorization-uri=https://id.example.com/authorize",
                    SPRING + "provider.acme.user-info-uri=https://id.example.com/me",
                    SPRING + "provider.acme.jwk-set-uri=https://id.example.com/keys",
                    "erp.secret=s3cret");

    @Test
    void theRegistrationsValuesAreTaken() {
        application.withPropertyValues(CLIENT + "registration=my-erp").run(context -> {
            ClientRegistration client = client(context);

            assertThat(client.clientId()).isEqualTo("camel");
            assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_POST);
            assertThat(client.grant()).isEqualTo(new Grant.ClientCredentials());
            assertThat(client.request().scopes()).containsExactly("orders", "parts");
            assertThat(client.provider().tokenEndpoint()).isEqualTo(URI.create("https://id.example.com/token"));
            assertThat(client.provider().authorizationEndpoint())
                    .isEqualTo(URI.create("https://id.example.com/authorize"));
            assertThat(client.provider().userinfoEndpoint()).isEqualTo(URI.create("https://id.example.com/me"));
            assertThat(client.provider().jwksUri()).isEqualTo(URI.create("https://id.example.com/keys"));
        });
    }

    @Test
    void theClientsOwnOptionsWin() {
        application
                .withPropertyValues(
                        CLIENT + "registration=my-erp",
                        CLIENT + "scope=invoices",
                        CLIENT + "issuer=https://other.example.com",
                        CLIENT + "client-authentication=client_secret_basic")
                .run(context -> {
                    ClientRegistration client = client(context);

                    assertThat(client.request().scopes()).containsExactly("invoices");
                    assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
                    assertThat(client.provider().issuer()).isEqualTo(URI.create("https://other.example.com"));
                    assertThat(client.provider().tokenEndpoint()).isNull();
                });
    }

    @Test
    void aSignInKeepsItsIssuerAndARedirectUriOfItsOwn() {
        application
                .withPropertyValues(
                        SPRING + "registration.login.client-id=camel",
                        SPRING + "registration.login.client-secret=s3cret",
                        SPRING + "registration.login.scope=openid",
                        SPRING + "registration.login.redirect-uri=https://me.example.com/back",
                        SPRING + "provider.login.issuer-uri=https://id.example.com",
                        CLIENT + "registration=login")
                .run(context -> {
                    ClientRegistration client = client(context);

                    assertThat(client.provider().issuer()).isEqualTo(URI.create("https://id.example.com"));
                    assertThat(client.grant())
                            .isInstanceOfSatisfying(
                                    Grant.AuthorizationCode.class,
                                    grant -> assertThat(grant.redirectUri())
                                            .isEqualTo(URI.create("https://me.example.com/back")));
                });
    }

    @Test
    void aRedirectUriThatLeadsToSpringSecurityIsNotTaken() {
        application
                .withPropertyValues(
                        SPRING + "registration.google.client-id=camel",
                        SPRING + "registration.google.client-secret=s3cret",
                        SPRING + "registration.google.scope=openid",
                        SPRING + "registration.google.redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
                        CLIENT + "registration=google",
                        CLIENT + "redirect-uri=https://me.example.com/back")
                .run(context -> {
                    ClientRegistration client = client(context);

                    assertThat(client.provider().tokenEndpoint())
                            .isEqualTo(URI.create("https://oauth2.googleapis.com/token"));
                    assertThat(((Grant.AuthorizationCode) client.grant()).redirectUri())
                            .isEqualTo(URI.create("https://me.example.com/back"));
                });
    }

    @Test
    void anUnknownRegistrationNamesTheKnownOnes() {
        application
                .withPropertyValues(CLIENT + "registration=my-epr")
                .run(
                        context -> assertThat(failure(context))
                                .hasMessage(
                                        "Client 'erp': clients[erp].registration names 'my-epr', which is not below"
                                                + " spring.security.oauth2.client.registration. Known are: my-erp. Did you mean 'my-erp'?"));
    }

    @Test
    void aProviderThatNothingIsKnownOfSaysWhatToSet() {
        application
                .withPropertyValues(SPRING + "registration.github.client-id=camel", CLIENT + "registration=github")
                .run(context -> assertThat(failure(context))
                        .hasMessageContaining("leads to the provider 'github'")
                        .hasMessageContaining(
                                "Set spring.security.oauth2.client.provider.github.issuer-uri or .token-uri"));
    }

    private static Throwable failure(AssertableApplicationContext context) {
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(() -> client(context));
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }

    private static ClientRegistration client(AssertableApplicationContext context) {
        return context.getBean(CamelContext.class)
                .getComponent("oidc-token", OidcTokenComponent.class)
                .client("erp")
                .registration();
    }
}
