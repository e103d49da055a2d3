package io.github.oidctoken.springboot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.io.Resource;

/**
 * A value without quotes that YAML has taken for a number or a truth value, and that is another text since: {@code 0123} becomes 83, {@code 1.10} becomes 1.1
 * and {@code yes} becomes true (YAML 1.1). Whoever is sent such a secret refuses it, and nobody sees why.
 */
final class AlteredText {

    private static final String ENDS_OF_PLAIN_SCALARS = " \t,]}";

    private AlteredText() {}

    /** Whether what arrives is not what stands in the file. */
    static boolean is(ConfigurationProperty property) {
        Object value = property.getValue();
        if (!(value instanceof Number || value instanceof Boolean)
                || !(inFile(property.getOrigin()) instanceof TextResourceOrigin origin)) {
            return false;
        }
        String written = written(origin.getResource(), origin.getLocation());
        return written != null && !written.equals(value.toString());
    }

    private static @Nullable Origin inFile(@Nullable Origin origin) {
        return origin instanceof PropertySourceOrigin inSource ? inSource.getOrigin() : origin;
    }

    private static @Nullable String written(@Nullable Resource file, @Nullable Location place) {
        if (file == null || place == null) {
            return null;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
            String line = reader.lines().skip(place.getLine()).findFirst().orElse("");
            int end = place.getColumn();
            while (end < line.length() && ENDS_OF_PLAIN_SCALARS.indexOf(line.charAt(end)) < 0) {
                end++;
            }
            return end > place.getColumn() ? line.substring(place.getColumn(), end) : null;
        } catch (IOException | UncheckedIOException e) {
            return null; // it was there a moment ago; what cannot be compared is taken as it is
        }
    }
}
