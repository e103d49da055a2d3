package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a refused refresh token was refused because it had been used. No standard has a word for that, so it is a guess: for people, never for decisions. */
final class ReusedToken {

    private static final Pattern WORDS = Pattern.compile("re-?us|already (been )?used|been used|replay|rotated");

    private ReusedToken() {}

    /** @param presentedBefore whether it had been presented and no conclusive answer had come */
    static boolean isMeant(TokenOutcome outcome, boolean presentedBefore) {
        return outcome instanceof TokenOutcome.Refused refused
                && refused.isInvalidGrant()
                && (presentedBefore || isSaid(refused.errorDescription()));
    }

    private static boolean isSaid(@Nullable String description) {
        return description != null
                && WORDS.matcher(description.toLowerCase(Locale.ROOT)).find();
    }
}
