package io.github.oidctoken.testkit;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** An application as users write it: properties and YAML routes, run by camel-main in this JVM. */
public final class CamelApplication implements AutoCloseable {

    private final Main main;

    private CamelApplication(Main main) {
        this.main = main;
    }

    /**
     * Starts the application and returns when its routes run.
     *
     * @param properties as in {@code application.properties}
     * @param yaml the routes
     * @param beans bound in the registry by their names
     */
    public static CamelApplication start(Map<String, String> properties, String yaml, Map<String, Object> beans)
            throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().setAutoConfigurationLogSummary(false);
        properties.forEach(main::addInitialProperty);
        beans.forEach(main::bind);
        main.configure().addRoutesBuilder(YamlRoutes.of(yaml));
        CamelApplication application = new CamelApplication(main);
        boolean started = false;
        try {
            main.start();
            started = true;
        } finally {
            if (!started) {
                application.close();
            }
        }
        return application;
    }

    /** Starts the application without further beans. */
    public static CamelApplication start(Map<String, String> properties, String yaml) throws Exception {
        return start(properties, yaml, Map.of());
    }

    /** Sends to endpoints of the application. */
    public ProducerTemplate template() {
        return main.getCamelContext().createProducerTemplate();
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
