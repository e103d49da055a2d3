package io.github.oidctoken.oauth2.validation;

import java.util.List;

/**
 * What a token must allow beside being valid.
 *
 * @param scopes all of which it must hold
 */
public record TokenRequirements(List<String> scopes) {

    public TokenRequirements {
        scopes = List.copyOf(scopes);
    }

    /** Nothing more. */
    public static TokenRequirements none() {
        return new TokenRequirements(List.of());
    }
}
