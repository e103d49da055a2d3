package io.github.oidctoken.oauth2.token;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Parts of a key as one text that can be taken apart in one way only: each form-encoded, with {@code |} between them. */
final class KeyEncoding {

    private KeyEncoding() {}

    static String of(String... parts) {
        return Arrays.stream(parts)
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("|"));
    }
}
