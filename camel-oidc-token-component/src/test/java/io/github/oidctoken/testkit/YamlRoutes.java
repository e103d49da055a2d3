package io.github.oidctoken.testkit;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Routes in the YAML DSL, from a text. */
public final class YamlRoutes implements RoutesBuilder {

    private final Resource resource;

    private YamlRoutes(Resource resource) {
        this.resource = resource;
    }

    public static YamlRoutes of(String yaml) {
        return new YamlRoutes(ResourceHelper.fromString("routes.yaml", yaml));
    }

    @Override
    public void addRoutesToCamelContext(CamelContext context) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }

    @Override
    public void addTemplatedRoutesToCamelContext(CamelContext context) {
        // templates come with the routes
    }

    @Override
    public java.util.Set<String> updateRoutesToCamelContext(CamelContext context) {
        throw new UnsupportedOperationException("Routes are loaded once");
    }
}
