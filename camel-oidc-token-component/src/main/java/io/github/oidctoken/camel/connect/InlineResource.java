package io.github.oidctoken.camel.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A style sheet or script that stands in the pages themselves and is allowed there by its hash.
 *
 * @param hash of the text, as a content security policy names it
 */
record InlineResource(String text, String hash) {

    private static final String FOLDER = "/META-INF/oidc-token/connect/";

    /** How the pages look. */
    static final InlineResource STYLE = read("page.css");

    /** Has a page that waits for a person show what is new, and leaves the rest of it alone. */
    static final InlineResource UPDATE = read("update.js");

    private static InlineResource read(String name) {
        try (InputStream resource = InlineResource.class.getResourceAsStream(FOLDER + name)) {
            if (resource == null) {
                throw new IllegalStateException(FOLDER + name + " is missing from the component's jar");
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            return new InlineResource(text, hash(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
