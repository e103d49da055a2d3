package io.github.oidctoken.camel;

import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ExecutorServiceManager.ThreadFactoryListener;
import org.jspecify.annotations.Nullable;

/**
 * Gives the threads of a component the class loader of its application. A new thread has that of whoever needed it first, which may be a request of a web
 * server that ends earlier.
 */
record ComponentThreads(OidcTokenComponent component) implements ThreadFactoryListener {

    @Override
    public ThreadFactory onNewThreadFactory(@Nullable Object source, ThreadFactory factory) {
        return source == component ? task -> ofTheApplication(factory.newThread(task)) : factory;
    }

    private Thread ofTheApplication(Thread thread) {
        ClassLoader application = component.getCamelContext().getApplicationContextClassLoader();
        thread.setContextClassLoader(
                application != null ? application : component.getClass().getClassLoader());
        return thread;
    }
}
