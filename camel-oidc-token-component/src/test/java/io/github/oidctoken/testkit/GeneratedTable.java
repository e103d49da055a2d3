package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a page of the documentation that is written from a test, between two marks. */
public record GeneratedTable(Path document) {

    private static final String START = "<!-- table:start -->\n";
    private static final String END = "<!-- table:end -->\n";

    public static GeneratedTable in(Path document) {
        return new GeneratedTable(document);
    }

    /** Fails unless the page shows this table; what the page should be is then in the build's folder. */
    public void assertIs(String table) throws IOException {
        String present = Files.readString(document);
        String expected = present.substring(0, present.indexOf(START) + START.length())
                + table
                + present.substring(present.indexOf(END));
        Path proposal = Path.of("target").resolve(document.getFileName());
        Files.writeString(proposal, expected);
        assertThat(present)
                .as("%s is out of date; what it should be is in %s", document, proposal)
                .isEqualTo(expected);
    }
}
