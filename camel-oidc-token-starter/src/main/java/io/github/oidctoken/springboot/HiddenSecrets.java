package io.github.oidctoken.springboot;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/** Hides the secrets of the component where the actuator is told to show the values of properties ({@code env} and {@code configprops}). */
final class HiddenSecrets implements SanitizingFunction {

    private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");
    private static final String PREFIX = "camelcomponentoidctoken";
    private static final List<String> SECRETS =
            List.of("clientsecret", "password", "refreshtoken", "subjecttoken", "actortoken", "encryptionkeys");

    /** It ends like a secret and is a yes or no. */
    private static final String NO_SECRET = "reusablerefreshtoken";

    @Override
    public SanitizableData apply(SanitizableData data) {
        String key = PUNCTUATION.matcher(data.getKey().toLowerCase(Locale.ROOT)).replaceAll("");
        boolean secret = key.startsWith(PREFIX)
                && !key.endsWith(NO_SECRET)
                && SECRETS.stream().anyMatch(key::endsWith);
        return secret ? data.withSanitizedValue() : data;
    }
}
