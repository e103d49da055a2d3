package io.github.oidctoken.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a token request.
 *
 * @param error the OAuth error code; null when there is none
 * @param accessToken {@link Fingerprint#of} the access token in it; null when there is none
 */
record TokenAnswer(
        HttpAnswer http, @Nullable String error, @Nullable String accessToken) {

    /** No answer was made: the request was lost on its way. */
    static final TokenAnswer NONE = new TokenAnswer(new HttpAnswer(0, Map.of(), ""), null, null);

    static TokenAnswer issued(IssuedTokens tokens) {
        return new TokenAnswer(JsonAnswer.ok(tokens.members()), null, Fingerprint.of(tokens.accessToken()));
    }

    static TokenAnswer refused(OAuthRefusal refusal) {
        return new TokenAnswer(refusal.answer(), refusal.error(), null);
    }
}
