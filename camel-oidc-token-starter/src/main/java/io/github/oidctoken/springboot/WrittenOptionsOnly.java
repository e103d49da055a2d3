package io.github.oidctoken.springboot;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Spares Spring Boot looking for every option of every client in every property source: nobody has written most of them. Those that somebody has written are
 * bound as ever. Without this, twenty clients would add more to the start of an application than all the rest of the starter.
 */
final class WrittenOptionsOnly implements ConfigurationPropertiesBindHandlerAdvisor {

    private final Environment environment;

    WrittenOptionsOnly(Environment environment) {
        this.environment = environment;
    }

    @Override
    public BindHandler apply(BindHandler bindHandler) {
        return new Handler(bindHandler);
    }

    private final class Handler extends AbstractBindHandler {

        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            boolean clients = name.getNumberOfElements() == WrittenNames.CLIENTS.getNumberOfElements()
                    && WrittenNames.CLIENTS.equals(name);
            return clients && addTo(target, context) ? null : super.onStart(name, target, context);
        }

        /** Whether the clients have been added to those of the target; what is no map of options is left to Spring Boot to complain of. */
        @SuppressWarnings("unchecked")
        private boolean addTo(Bindable<?> target, BindContext context) {
            WrittenNames written = WrittenNames.of(environment);
            Supplier<?> present = target.getValue();
            if (written.hasWholeClients() || present == null || !(present.get() instanceof Map<?, ?> clients)) {
                return false;
            }
            new WrittenClients(written, OptionNames.of(ClientProperties.class), context.getBinder())
                    .addTo((Map<String, ClientProperties>) clients);
            return true;
        }
    }
}
