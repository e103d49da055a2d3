package io.github.oidctoken.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ClassResolver;

/** An application of Spring Boot that has the component without its starter: nothing reads the properties then. */
final class MissingStarter {

    private static final String SPRING_BOOT = "org.springframework.boot.SpringApplication";
    private static final String STARTER = "io.github.oidctoken.springboot.OidcTokenAutoConfiguration";

    private MissingStarter() {}

    /** What to do about it, with a leading space; empty if that is not so. */
    static String hint(CamelContext context) {
        ClassResolver classes = context.getClassResolver();
        boolean missing = classes.resolveClass(SPRING_BOOT) != null && classes.resolveClass(STARTER) == null;
        return missing
                ? " In Spring Boot camel-oidc-token-starter reads them, which is not there: take it in place of"
                        + " camel-oidc-token-component."
                : "";
    }
}
