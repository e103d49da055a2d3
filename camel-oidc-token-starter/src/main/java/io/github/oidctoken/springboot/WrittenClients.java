package io.github.oidctoken.springboot;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/** The clients of an application, bound by Spring Boot option by option: those that somebody has written, and no others. */
record WrittenClients(WrittenNames written, OptionNames options, Binder binder) {

    /**
     * Adds them to those that are there.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException if a value cannot be what its option takes
     * @throws ClientConfigurationException if a duration has no unit
     */
    void addTo(Map<String, ClientProperties> clients) {
        for (ConfigurationPropertyName name : written.clients()) {
            ClientProperties client =
                    clients.computeIfAbsent(name.getLastElement(Form.ORIGINAL), unknown -> new ClientProperties());
            for (String option : written.optionsOf(name, options)) {
                bind(name, option, client);
            }
        }
    }

    private void bind(ConfigurationPropertyName client, String option, ClientProperties properties) {
        String uniform = option.replace("-", "").toLowerCase(Locale.ROOT);
        Method setter = options.setter(uniform);
        if (setter == null) {
            return;
        }
        ConfigurationPropertyName name = client.append(OptionNames.name(setter));
        ResolvableType type = ResolvableType.forMethodParameter(setter, 0);
        if (type.resolve() == Duration.class) {
            refuseBareNumber(name, client.getLastElement(Form.ORIGINAL), OptionNames.name(setter));
        }
        Object value = ListOptions.has(uniform) ? text(name) : value(name, type);
        if (value != null) {
            ReflectionUtils.invokeMethod(setter, properties, value);
        }
    }

    /** Spring Boot takes a number for milliseconds, but whoever writes 300 for the life of a token means seconds, and camel-main refuses it. */
    private void refuseBareNumber(ConfigurationPropertyName name, String client, String option) {
        Object value = value(name, ResolvableType.forClass(Object.class));
        if (value != null && value.toString().strip().matches("[+-]?\\d+")) {
            throw new ClientConfigurationException(
                    client,
                    "clients[" + client + "]." + option
                            + " must be a duration such as 30s, 5m or PT30S: a number needs its unit.");
        }
    }

    /** Of a list as the text that it stands for. */
    private @Nullable String text(ConfigurationPropertyName name) {
        List<String> values = binder.bind(name, Bindable.listOf(String.class)).orElse(null);
        return values == null ? null : String.join(",", values);
    }

    private @Nullable Object value(ConfigurationPropertyName name, ResolvableType type) {
        return binder.bind(name, Bindable.of(type)).orElse(null);
    }
}
