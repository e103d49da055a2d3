package io.github.oidctoken.springboot;

import java.lang.reflect.Method;
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
        Object value =
                ListOptions.has(uniform) ? text(name) : value(name, ResolvableType.forMethodParameter(setter, 0));
        if (value != null) {
            ReflectionUtils.invokeMethod(setter, properties, value);
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
