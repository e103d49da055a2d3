package io.github.oidctoken.springboot;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
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
            written.optionsOf(name, options).forEach(option -> bind(name, option, client));
        }
    }

    private void bind(ConfigurationPropertyName client, String option, ClientProperties properties) {
        String uniform = option.replace("-", "").toLowerCase(Locale.ROOT);
        Method setter = options.setter(uniform);
        if (setter == null) {
            return;
        }
        ConfigurationPropertyName name = client.append(OptionNames.name(setter));
        if (ListOptions.has(uniform)) {
            binder.bind(name, Bindable.listOf(String.class))
                    .ifBound(values -> ReflectionUtils.invokeMethod(setter, properties, String.join(",", values)));
        } else {
            binder.bind(name, Bindable.of(ResolvableType.forMethodParameter(setter, 0)))
                    .ifBound(value -> ReflectionUtils.invokeMethod(setter, properties, value));
        }
    }
}
