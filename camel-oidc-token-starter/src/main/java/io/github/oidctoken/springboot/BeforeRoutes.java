package io.github.oidctoken.springboot;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Something to do before Camel makes its routes. */
record BeforeRoutes(Consumer<CamelContext> action) implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext context) {
        action.accept(context);
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // nothing is left to do
    }
}
