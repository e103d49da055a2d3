package io.github.oidctoken.camel.http;

import io.github.oidctoken.camel.http.HttpComponents.Authorizable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.Producer;
import org.apache.camel.spi.InternalProcessorFactory;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.jspecify.annotations.Nullable;

/**
 * Decorates Camel's {@link InternalProcessorFactory}, where every EIP gets its producers from, so that HTTP producers
 * come out authorizing. A dynamic proxy: methods that later versions of Camel add pass through.
 */
final class AuthorizingProducerFactory implements InvocationHandler {

    private final InternalProcessorFactory delegate;
    private final RenewalBudget budget = new RenewalBudget();
    private final LentTokens lent = new LentTokens();
    private final HttpComponents components = new HttpComponents(lent);
    private final UnauthorizedSchemes unauthorizedSchemes = new UnauthorizedSchemes();

    private AuthorizingProducerFactory(InternalProcessorFactory delegate) {
        this.delegate = delegate;
    }

    static void install(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        InternalProcessorFactory present = extension.getContextPlugin(InternalProcessorFactory.class);
        Object proxy = Proxy.newProxyInstance(
                AuthorizingProducerFactory.class.getClassLoader(),
                new Class<?>[] {InternalProcessorFactory.class},
                new AuthorizingProducerFactory(present));
        extension.addContextPlugin(InternalProcessorFactory.class, (InternalProcessorFactory) proxy);
    }

    static boolean isInstalledIn(CamelContext context) {
        Object present = context.getCamelContextExtension().getContextPlugin(InternalProcessorFactory.class);
        return Proxy.isProxyClass(present.getClass())
                && Proxy.getInvocationHandler(present) instanceof AuthorizingProducerFactory;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments == null) {
            return call(method, null);
        }
        return switch (method.getName()) {
            case "createAsyncProducer", "createProducer" -> {
                Endpoint endpoint = (Endpoint) arguments[0];
                // first, since a producer may ask its endpoint only once
                Authorizable authorizable = components.authorizable(endpoint);
                yield authorizing(endpoint, authorizable, call(method, arguments));
            }
            // what interceptSendToEndpoint does before the send must not see our header, so the decorator goes below it
            case "createInterceptSendToEndpointProcessor" -> {
                Object[] decorated = arguments.clone();
                Endpoint endpoint = (Endpoint) arguments[1];
                Authorizable authorizable = components.authorizable(endpoint);
                Object producer = authorizable == null ? arguments[2] : endpoint.createAsyncProducer();
                decorated[2] = authorizing(endpoint, authorizable, producer);
                yield call(method, decorated);
            }
            default -> call(method, arguments);
        };
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Judges by the endpoint: the producer may be wrapped, for a lazy start for example. */
    private @Nullable Object authorizing(
            Endpoint endpoint, @Nullable Authorizable authorizable, @Nullable Object created) {
        if (!(created instanceof Producer producer)) {
            return created;
        }
        if (authorizable != null) {
            return new AuthorizingProducer(AsyncProcessorConverterHelper.convert(producer), authorizable, budget, lent);
        }
        return HttpComponents.replaceWithinRest(endpoint, producer, this::authorizing)
                ? producer
                : unauthorizedSchemes.watch(endpoint, producer);
    }

    /** For an endpoint whose producer is made by another one. */
    private Producer authorizing(Endpoint endpoint) throws Exception {
        Authorizable authorizable = components.authorizable(endpoint);
        Producer producer = endpoint.createAsyncProducer();
        return authorizable == null
                ? unauthorizedSchemes.watch(endpoint, producer)
                : new AuthorizingProducer(AsyncProcessorConverterHelper.convert(producer), authorizable, budget, lent);
    }
}
