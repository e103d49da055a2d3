package io.github.oidctoken.camel;

import org.jspecify.annotations.Nullable;

/** What the component's option {@code repository} says, by its syntax alone. */
sealed interface RepositoryOption {

    /** Nothing: the only TokenRepository bean, or memory. */
    record Unset() implements RepositoryOption {}

    /** {@code memory}. */
    record Memory() implements RepositoryOption {}

    /** {@code file:DIR}. */
    record Directory(String path) implements RepositoryOption {}

    /** {@code jdbc}: the only DataSource bean. */
    record OnlyDatabase() implements RepositoryOption {}

    /** {@code jdbc:NAME}: a DataSource bean. */
    record NamedDatabase(String dataSource) implements RepositoryOption {}

    /** {@code #bean:NAME}, {@code #NAME} or any other text: a TokenRepository bean. */
    record Bean(String name) implements RepositoryOption {}

    String FILE = "file:";
    String JDBC = "jdbc:";

    /**
     * Reads the option.
     *
     * @throws IllegalArgumentException if something is missing behind a colon, or a JDBC URL stands where a bean's name should
     */
    static RepositoryOption of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new Unset();
        }
        if (text.equals("memory")) {
            return new Memory();
        }
        if (text.startsWith(FILE)) {
            return new Directory(
                    behind(FILE, text, "names no directory. Write file:DIR, such as file:/var/lib/camel/tokens."));
        }
        if (text.equals("jdbc")) {
            return new OnlyDatabase();
        }
        if (text.startsWith(JDBC)) {
            return named(bean(behind(
                    JDBC,
                    text,
                    "names no DataSource bean. Write jdbc:NAME, or jdbc for the only DataSource there is.")));
        }
        return new Bean(bean(text));
    }

    private static String behind(String prefix, String text, String missing) {
        String rest = text.substring(prefix.length()).strip();
        if (rest.isEmpty()) {
            throw RepositorySettings.REPOSITORY.wrong(missing);
        }
        return rest;
    }

    private static RepositoryOption named(String name) {
        if (name.contains(":")) {
            // the rest of a URL is not shown: it may hold a password
            throw RepositorySettings.REPOSITORY.wrong(
                    "looks like a JDBC URL, jdbc:" + name.substring(0, name.indexOf(':'))
                            + ":... It takes the name of a DataSource bean. Define a DataSource with that URL, and write jdbc.");
        }
        return new NamedDatabase(name);
    }

    private static String bean(String reference) {
        return reference.replaceFirst("^#(bean:)?", "");
    }
}
