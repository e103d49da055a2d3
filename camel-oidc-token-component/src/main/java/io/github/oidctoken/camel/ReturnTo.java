package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after a sign-in: only to this site, or anybody could use the sign-in to send people elsewhere. */
final class ReturnTo {

    /** The query parameter. */
    private static final String PARAMETER = "returnTo";

    private static final int LONGEST = 1000;

    /** A path, with query and fragment. Browsers take {@code //} and {@code /\} at the beginning for another host, and leave out control characters. */
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

    private ReturnTo() {}

    /** @throws SignInFailedException if it is not a path of this site */
    static @Nullable String of(Message message, ClientRegistration client) {
        String path = message.getHeader(OidcTokenConstants.RETURN_TO, String.class);
        if (path == null) {
            path = message.getHeader(PARAMETER, String.class);
        }
        if (path == null || path.isBlank()) {
            return null;
        }
        if (path.length() > LONGEST || !OWN_PATH.matcher(path).matches()) {
            throw new SignInFailedException(
                    client.name(),
                    PARAMETER + " must be a path of this site that begins with one slash, of at most " + LONGEST
                            + " characters.",
                    null);
        }
        return path;
    }
}
