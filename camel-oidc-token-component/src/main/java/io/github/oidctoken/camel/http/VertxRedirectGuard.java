package io.github.oidctoken.camel.http;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The binding of a camel-vertx-http endpoint, which makes its requests, with two changes. A request with a token of ours
 * follows no redirect: Vert.x follows them by default and takes {@code Authorization} along to any host. And several fields
 * of challenges in the answer come as one, since of equal fields the component's exception keeps only the first.
 *
 * <p>camel-vertx-http need not be there, so its types are met by reflection only.
 */
record VertxRedirectGuard(Object binding, LentTokens lent) implements InvocationHandler {

    private static final String BINDING = "vertxHttpBinding";
    private static final String CHALLENGE_FIELD = "WWW-Authenticate";

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
        boolean authorized = arguments != null
                && arguments.length > 1
                && arguments[1] instanceof Exchange exchange
                && lent.contains(exchange.getMessage().getHeader("Authorization", String.class));
        if (arguments != null && authorized && method.getName().equals("handleResponse")) {
            joinChallenges(method.getParameterTypes()[2].getMethod("result").invoke(arguments[2]));
        }
        Object result;
        try {
            result = method.invoke(binding, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        if (authorized && method.getName().equals("prepareHttpRequest")) {
            // by the interface: the class that implements it is not ours to open
            method.getReturnType().getMethod("followRedirects", boolean.class).invoke(result, false);
        }
        return result;
    }

    private static void joinChallenges(@Nullable Object response) throws ReflectiveOperationException {
        if (response == null) {
            return;
        }
        ClassLoader loader = response.getClass().getClassLoader();
        Class<?> fields = Class.forName("io.vertx.core.MultiMap", false, loader);
        Object headers = Class.forName("io.vertx.ext.web.client.HttpResponse", false, loader)
                .getMethod("headers")
                .invoke(response);
        List<?> challenges = (List<?>) fields.getMethod("getAll", String.class).invoke(headers, CHALLENGE_FIELD);
        if (challenges.size() > 1) {
            String joined = challenges.stream().map(String::valueOf).collect(Collectors.joining(", "));
            fields.getMethod("set", String.class, String.class).invoke(headers, CHALLENGE_FIELD, joined);
        }
    }
}
