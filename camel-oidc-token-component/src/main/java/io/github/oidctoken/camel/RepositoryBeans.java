package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;

/** The beans that can keep sessions. Those that cannot be found are answered with those that are there. */
record RepositoryBeans(Registry registry) {

    private static final String POSSIBILITIES =
            "memory; file:DIR for a directory of this machine; jdbc for the only DataSource bean; jdbc:NAME for one of"
                    + " several; or the name of a TokenRepository bean";

    /** @throws IllegalArgumentException if there is no such bean */
    TokenRepository repository(String name) {
        if (registry.lookupByName(name) instanceof TokenRepository found) {
            return found;
        }
        String kind = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        throw RepositorySettings.REPOSITORY.wrong("knows no '" + kind + "'. It is one of: " + POSSIBILITIES
                + ". TokenRepository beans: " + names(TokenRepository.class) + "; DataSource beans: "
                + names(DataSource.class) + "." + question(name, kind));
    }

    /**
     * The only TokenRepository bean, if there is one.
     *
     * @throws IllegalArgumentException if there are several
     */
    Optional<TokenRepository> onlyRepository() {
        Map<String, TokenRepository> beans = registry.findByTypeWithName(TokenRepository.class);
        if (beans.size() > 1) {
            throw RepositorySettings.REPOSITORY.wrong("is not set, and there are several TokenRepository beans: "
                    + names(TokenRepository.class) + ". Set it to the name of one of them.");
        }
        return beans.values().stream().findFirst();
    }

    /** @throws IllegalArgumentException if there is no such bean */
    DataSource dataSource(String name) {
        if (registry.lookupByName(name) instanceof DataSource found) {
            return found;
        }
        Collection<String> names = names(DataSource.class);
        throw RepositorySettings.REPOSITORY.wrong("names no DataSource bean in jdbc:" + name + ". DataSource beans: "
                + names + "." + NearestName.question(name, names));
    }

    /** @throws IllegalArgumentException if there is none, or more than one */
    DataSource onlyDataSource() {
        Map<String, DataSource> beans = registry.findByTypeWithName(DataSource.class);
        if (beans.isEmpty()) {
            throw RepositorySettings.REPOSITORY.wrong(
                    "is jdbc, but there is no DataSource bean. Define one; with Spring"
                            + " Boot by spring.datasource.url, with camel-main by camel.beans.NAME = #class:... and its"
                            + " properties.");
        }
        if (beans.size() > 1) {
            throw RepositorySettings.REPOSITORY.wrong("is jdbc, but there are several DataSource beans: "
                    + names(DataSource.class) + ". Say which one: jdbc:NAME.");
        }
        return beans.values().iterator().next();
    }

    private String question(String name, String kind) {
        if (registry.lookupByName(name) instanceof DataSource) {
            return " Did you mean 'jdbc:" + name + "'?";
        }
        if (name.startsWith("/") || name.startsWith("./")) {
            return " Did you mean 'file:" + name + "'?";
        }
        Map<String, String> known = new TreeMap<>(Map.of(
                "memory", "memory",
                "file", "file:DIR",
                "jdbc", kind.equals(name) ? "jdbc" : "jdbc:NAME"));
        names(TokenRepository.class).forEach(bean -> known.put(bean, bean));
        return NearestName.of(kind, known.keySet())
                .map(nearest -> " Did you mean '" + known.get(nearest) + "'?")
                .orElse("");
    }

    private Collection<String> names(Class<?> type) {
        return new TreeSet<>(registry.findByTypeWithName(type).keySet());
    }
}
