package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.connect.ServerObstacle;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Notices that nobody would serve the connect page: camel-platform-http-starter takes its routes although the application has no web server for them. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnBean(CamelContext.class)
@ConditionalOnClass(name = ConnectPageAutoConfiguration.ENGINE)
@Conditional(ConnectPageAutoConfiguration.NoServlets.class)
public class ConnectPageAutoConfiguration {

    static final String ENGINE = "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine";

    private static final String ENGINE_BEAN = "platform-http-engine";

    @Bean
    ServerObstacle oidcTokenConnectPageServer(ApplicationContext application) {
        return () -> isServedBySpringBoot(application)
                ? Optional.of(
                        "this Spring Boot application has no web server that takes Camel's routes. Add"
                                + " spring-boot-starter-web, and set spring.main.web-application-type = servlet where it says otherwise")
                : Optional.empty();
    }

    /** Another engine brings a server of its own. */
    private static boolean isServedBySpringBoot(ApplicationContext application) {
        return application.containsBean(ENGINE_BEAN)
                && application.getBean(ENGINE_BEAN).getClass().getName().equals(ENGINE);
    }

    /** Camel's engine for Spring Boot works by Spring MVC. */
    static final class NoServlets extends NoneNestedConditions {

        NoServlets() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
        static final class Servlets {}
    }
}
