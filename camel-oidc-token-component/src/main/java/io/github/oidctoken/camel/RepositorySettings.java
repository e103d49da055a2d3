package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The component's options about its repository, as they were written.
 *
 * @param repository {@code memory}, {@code file:DIR}, {@code jdbc}, {@code jdbc:NAME} or the name of a bean
 * @param encryptionKeys {@code id:base64} pairs with commas between them
 * @param allowPlaintext whether tokens may be stored as they are
 * @param createTable whether a missing table is made, for {@code jdbc}
 * @param tableName another table than the default one, for {@code jdbc}
 */
record RepositorySettings(
        @Nullable String repository,
        @Nullable Secret encryptionKeys,
        boolean allowPlaintext,
        boolean createTable,
        @Nullable String tableName) {

    static final OptionName REPOSITORY = OptionName.ofComponent("repository");
    static final OptionName ENCRYPTION_KEYS = OptionName.ofComponent("encryptionKeys");
    static final OptionName TABLE_NAME = OptionName.ofComponent("tableName");

    /** The settings with the placeholders in them resolved. */
    RepositorySettings resolved(PropertyFunctions functions) {
        return new RepositorySettings(
                resolved(functions, REPOSITORY, repository),
                Secret.ofNullable(
                        resolved(functions, ENCRYPTION_KEYS, encryptionKeys == null ? null : encryptionKeys.value())),
                allowPlaintext,
                createTable,
                resolved(functions, TABLE_NAME, tableName));
    }

    private static @Nullable String resolved(PropertyFunctions functions, OptionName name, @Nullable String written) {
        if (written == null || written.isBlank()) {
            return null;
        }
        String value = functions.resolve(name, written).toString().strip();
        if (value.isEmpty()) {
            throw name.wrong("is empty. Give it a value, or leave it out.");
        }
        return value;
    }
}
