package io.github.oidctoken.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * The policy that the option {@code connectGuard} names. It is looked for when a route with it is made, since a file of routes may bring it along.
 *
 * @param name of the bean, or {@code oidc-token-guard:CLIENT}
 */
record ConnectGuard(CamelContext context, String name) implements Policy {

    /**
     * The policy itself.
     *
     * @throws ComponentConfigurationException if there is none of that name
     */
    Policy policy() {
        Policy found = context.getRegistry().lookupByNameAndType(name, Policy.class);
        if (found == null) {
            throw OptionName.ofComponent("connectGuard")
                    .wrong("names '" + name + "', which is no Policy bean. Define a bean of that name, or write"
                            + " oidc-token-guard:CLIENT where those who may come bring a token.");
        }
        return found;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        policy().beforeWrap(route, definition);
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        return policy().wrap(route, processor);
    }
}
