package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.repository.FileTokenRepository;
import io.github.oidctoken.oauth2.repository.JdbcTokenRepository;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;

/** Makes the repository that the component's options mean. Whatever is wrong with them is said here; a database is not asked anything yet. */
record Repositories(RepositorySettings settings, RepositoryBeans beans) {

    static Repositories of(RepositorySettings settings, Registry registry) {
        return new Repositories(settings, new RepositoryBeans(registry));
    }

    /**
     * The repository by the option {@code repository}; when it is not set, the only bean there is, and memory when there is none.
     *
     * @throws IllegalArgumentException if the options are wrong, a bean is missing, or a directory cannot be used
     */
    TokenRepository open() {
        RepositoryOption option = RepositoryOption.of(settings.repository());
        if (option instanceof RepositoryOption.Directory directory) {
            return encryption().around(directory.path(), () -> files(directory.path()));
        }
        if (option instanceof RepositoryOption.OnlyDatabase) {
            return database(beans.onlyDataSource());
        }
        if (option instanceof RepositoryOption.NamedDatabase named) {
            return database(beans.dataSource(named.dataSource()));
        }
        if (option instanceof RepositoryOption.Bean bean) {
            return around(beans.repository(bean.name()));
        }
        return option instanceof RepositoryOption.Unset
                ? beans.onlyRepository().map(this::around).orElseGet(MemoryTokenRepository::new)
                : new MemoryTokenRepository();
    }

    /** A repository that the user brings, as these options want it. */
    TokenRepository around(TokenRepository brought) {
        return encryption().around(brought);
    }

    private StoreEncryption encryption() {
        return StoreEncryption.of(settings);
    }

    private static TokenRepository files(String directory) {
        try {
            return FileTokenRepository.open(Path.of(directory));
        } catch (RepositoryException | InvalidPathException e) {
            throw RepositorySettings.REPOSITORY.wrong("cannot be used. " + e.getMessage(), e);
        }
    }

    private TokenRepository database(DataSource dataSource) {
        return encryption().around("the database", () -> {
            JdbcTokenRepository.Builder builder = JdbcTokenRepository.builder(dataSource);
            if (settings.createTable()) {
                builder.createTable();
            }
            if (settings.tableName() != null) {
                name(builder, settings.tableName());
            }
            return builder.build();
        });
    }

    private static void name(JdbcTokenRepository.Builder builder, String table) {
        try {
            builder.table(table);
        } catch (IllegalArgumentException e) {
            throw RepositorySettings.TABLE_NAME.wrong("is wrong: " + e.getMessage() + ".", e);
        }
    }
}
