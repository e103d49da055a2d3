package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.NearestName;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Keys that are no options. The message tells where they stand and what may have been meant, never their values. */
class UnknownClientOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownClientOptionException(Set<ConfigurationProperty> unknown) {
        super(unknown.stream()
                .map(UnknownClientOptionException::describe)
                .sorted()
                .collect(Collectors.joining("\n")));
    }

    private static String describe(ConfigurationProperty property) {
        String name = property.getName().toString();
        String written = name.substring(name.lastIndexOf('.') + 1);
        return name + " is not an option of the oidc-token component (" + property.getOrigin() + ")."
                + NearestName.question(
                        written,
                        options(name.contains(".clients") ? ClientProperties.class : OidcTokenProperties.class));
    }

    private static List<String> options(Class<?> bean) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(bean))
                .filter(property -> property.getWriteMethod() != null)
                .map(property -> ClientOptions.kebab(property.getName()))
                .toList();
    }
}
