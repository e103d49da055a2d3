package io.github.oidctoken.camel;

import org.jspecify.annotations.Nullable;

/** An option of the component itself, not of one of its clients, is wrong. The message names option and remedy, never a value that may be secret. */
public final class ComponentConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * @param property the option's full key, such as {@code camel.component.oidc-token.repository}
     * @param message what is wrong with it, and what to do
     */
    public ComponentConfigurationException(String property, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.property = property;
    }

    /** The option's full key, such as {@code camel.component.oidc-token.repository}. */
    public String property() {
        return property;
    }
}
