package io.github.oidctoken.springboot;

import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Something to do before Camel makes its routes, which it does in a listener of this kind. No {@code CamelContextConfiguration}: with one of these Camel sends all
 * its events for the whole life of the application.
 */
record BeforeRoutes(ApplicationContext application, ObjectProvider<CamelContext> context, Consumer<CamelContext> action)
        implements ApplicationListener<ContextRefreshedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() == application) {
            context.ifUnique(action);
        }
    }

    /** Just before {@code CamelSpringBootApplicationListener}. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 3;
    }
}
