package io.github.oidctoken.camel.http;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Makes every CamelContext that finds this jar able to authorize HTTP producers: installs the decorator of producers
 * and the lookup of policies by name. Contexts without such a policy behave as before.
 */
public final class OidcTokenContextPlugin implements ContextServicePlugin {

    @Override
    public void load(CamelContext context) {
        if (AuthorizingProducerFactory.isInstalledIn(context)) {
            return;
        }
        PolicyLookup lookup = new PolicyLookup(context);
        lookup.addTo(context.getRegistry());
        context.addLifecycleStrategy(lookup);
        context.addLifecycleStrategy(new EnrichInterceptor());
        context.addLifecycleStrategy(new RoutePatterns(lookup::policy));
        // last: a route policy that finds the decorator may rely on all of it
        AuthorizingProducerFactory.install(context);
    }
}
