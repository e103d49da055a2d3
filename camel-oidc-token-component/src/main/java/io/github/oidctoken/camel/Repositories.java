package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/** Finds the repository that a component's options mean. */
final class Repositories {

    private static final String MEMORY = "memory";

    private Repositories() {}

    /**
     * The repository by the option {@code repository}; when it is not set, the only bean there is, and memory when there is none.
     *
     * @throws IllegalArgumentException if there is no such bean, or nobody said which of several
     */
    static TokenRepository find(@Nullable String option, Registry registry) {
        Map<String, TokenRepository> beans = registry.findByTypeWithName(TokenRepository.class);
        if (option == null || option.isBlank()) {
            return onlyOf(beans);
        }
        if (option.equals(MEMORY)) {
            return new MemoryTokenRepository();
        }
        String name = option.replaceFirst("^#(bean:)?", "");
        TokenRepository found = registry.lookupByNameAndType(name, TokenRepository.class);
        if (found == null) {
            throw new IllegalArgumentException(
                    "The option repository of the oidc-token component names no TokenRepository bean."
                            + " Write 'memory' or the name of a bean; beans are: " + new TreeSet<>(beans.keySet())
                            + ".");
        }
        return found;
    }

    private static TokenRepository onlyOf(Map<String, TokenRepository> beans) {
        if (beans.size() > 1) {
            throw new IllegalArgumentException(
                    "There are several TokenRepository beans: " + new TreeSet<>(beans.keySet())
                            + ". Set the option repository of the oidc-token component to the name of one of them.");
        }
        return beans.isEmpty()
                ? new MemoryTokenRepository()
                : beans.values().iterator().next();
    }
}
