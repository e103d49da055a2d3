package io.github.oidctoken.camel.http;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The binding of a camel-vertx-http endpoint, which makes its requests, with one change: a request with a token of ours
 * follows no redirect. Vert.x follows them by default and takes {@code Authorization} along to any host.
 *
 * <p>camel-vertx-http need not be there, so its types are met by reflection only.
 */
record VertxRedirectGuard(Object binding, LentTokens lent) implements InvocationHandler {

    private static final String BINDING = "vertxHttpBinding";

    /** Puts the guard on an endpoint, before it makes a producer. */
    static void install(Endpoint endpoint, LentTokens lent) {
        EndpointOptions configuration = EndpointOptions.of(endpoint).nested("configuration");
        Object binding = configuration.require(BINDING);
        if (Proxy.isProxyClass(binding.getClass())
                && Proxy.getInvocationHandler(binding) instanceof VertxRedirectGuard) {
            return;
        }
        configuration.set(
                BINDING,
                Proxy.newProxyInstance(
                        binding.getClass().getClassLoader(),
                        new Class<?>[] {configuration.type(BINDING)},
                        new VertxRedirectGuard(binding, lent)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object result;
        try {
            result = method.invoke(binding, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (method.getName().equals("prepareHttpRequest")
                && arguments != null
                && arguments[1] instanceof Exchange exchange
                && lent.contains(exchange.getMessage().getHeader("Authorization", String.class))) {
            // by the interface: the class that implements it is not ours to open
            method.getReturnType().getMethod("followRedirects", boolean.class).invoke(result, false);
        }
        return result;
    }
}
