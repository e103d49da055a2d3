package io.github.oidctoken.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/**
 * Secret options that Camel does not know as such by their names. Its summary of the configuration, which is logged at the start, and its masking of logs
 * would show their values.
 */
final class SensitiveOptions {

    private static final String NAMES = "encryptionKeys,subjectToken,actorToken";

    private SensitiveOptions() {}

    static void mask(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        String words = extension.getAdditionalSensitiveKeywords();
        if (words == null || words.isBlank()) {
            extension.setAdditionalSensitiveKeywords(NAMES);
        } else if (!words.contains(NAMES)) {
            extension.setAdditionalSensitiveKeywords(words + "," + NAMES);
        }
    }
}
