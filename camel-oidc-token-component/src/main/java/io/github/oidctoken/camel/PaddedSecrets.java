package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets with white space around them, which is sent along: a blank behind a value, or the newline of a file, that nobody sees. */
final class PaddedSecrets {

    private PaddedSecrets() {}

    /** The options that hold one, as errors name them. */
    static List<String> of(ClientRegistration client) {
        List<String> options = new ArrayList<>();
        if (isPadded(client.clientSecret())) {
            options.add(client.option("clientSecret"));
        }
        if (client.grant() instanceof Grant.Password grant && isPadded(grant.password())) {
            options.add(client.option("password"));
        }
        if (client.grant() instanceof Grant.RefreshToken grant && isPadded(grant.refreshToken())) {
            options.add(client.option("refreshToken"));
        }
        return options;
    }

    private static boolean isPadded(@Nullable Secret secret) {
        return secret != null && !secret.value().equals(secret.value().strip());
    }
}
