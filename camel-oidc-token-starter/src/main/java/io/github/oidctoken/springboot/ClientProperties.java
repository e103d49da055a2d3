package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.OidcTokenConfiguration;
import org.jspecify.annotations.Nullable;

/** The options of one client, and what Spring Boot adds to them. */
public class ClientProperties extends OidcTokenConfiguration {

    /**
     * The ID of a registration below spring.security.oauth2.client.registration, whose values stand where this client has none of its own. Spring
     * Security need not be there.
     */
    private @Nullable String registration;

    public @Nullable String getRegistration() {
        return registration;
    }

    public void setRegistration(@Nullable String registration) {
        this.registration = registration;
    }
}
