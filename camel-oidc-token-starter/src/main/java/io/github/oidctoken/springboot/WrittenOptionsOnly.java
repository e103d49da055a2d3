package io.github.oidctoken.springboot;

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

        private @Nullable WrittenNames written;

        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            if (WrittenNames.CLIENTS.equals(name)) {
                written = WrittenNames.of(environment);
            }
            WrittenNames names = written;
            boolean absent = names != null && WrittenNames.isOptionOfClient(name) && !names.mayHold(name);
            return absent ? null : super.onStart(name, target, context);
        }
    }
}
