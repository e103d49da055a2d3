package io.github.oidctoken.camel.http;

import java.lang.reflect.InvocationTargetException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint by their names, for components whose classes need not be there. */
record EndpointOptions(CamelContext context, Object owner) {

    static EndpointOptions of(Endpoint endpoint) {
        return new EndpointOptions(endpoint.getCamelContext(), endpoint);
    }

    EndpointOptions nested(String name) {
        return new EndpointOptions(context, require(name));
    }

    /**
     * The value of an option; absent when it is not set.
     *
     * @throws IllegalStateException if there is no such option: this version of the component is not known
     */
    @Nullable
    Object get(String name) {
        try {
            return introspection()
                    .getPropertyGetter(owner.getClass(), name, false)
                    .invoke(owner);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw unknown(name, e);
        }
    }

    /** The value of an option that is always set. */
    Object require(String name) {
        Object value = get(name);
        if (value == null) {
            throw unknown(name, null);
        }
        return value;
    }

    boolean isOn(String name) {
        return Boolean.TRUE.equals(require(name));
    }

    /** The declared type of an option. */
    Class<?> type(String name) {
        try {
            return introspection()
                    .getPropertyGetter(owner.getClass(), name, false)
                    .getReturnType();
        } catch (NoSuchMethodException e) {
            throw unknown(name, e);
        }
    }

    void set(String name, Object value) {
        boolean set;
        try {
            set = introspection().setProperty(context, owner, name, value);
        } catch (Exception e) {
            throw unknown(name, e);
        }
        if (!set) {
            throw unknown(name, null);
        }
    }

    private BeanIntrospection introspection() {
        return PluginHelper.getBeanIntrospection(context);
    }

    private IllegalStateException unknown(String name, @Nullable Exception cause) {
        return new IllegalStateException(
                owner.getClass().getName() + " has no option '" + name + "': this version is not known", cause);
    }
}
