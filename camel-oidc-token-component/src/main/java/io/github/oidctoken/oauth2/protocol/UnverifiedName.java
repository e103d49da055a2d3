package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.util.List;
import java.util.Optional;

/** What an ID token calls the person (OpenID Connect Core 1.0 section 5.1), to be shown to people and for nothing else: it is not unique and not judged anew. */
public final class UnverifiedName {

    private static final List<String> CLAIMS = List.of("preferred_username", "email", "name");
    private static final int LONGEST = 200;

    private UnverifiedName() {}

    /** Empty if the token does not say. */
    public static Optional<String> of(Secret idToken) {
        return UnverifiedClaims.of(idToken)
                .flatMap(claims -> CLAIMS.stream()
                        .map(claims::get)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .filter(name -> !name.isBlank())
                        .map(name -> name.substring(0, Math.min(LONGEST, name.length())))
                        .findFirst());
    }
}
