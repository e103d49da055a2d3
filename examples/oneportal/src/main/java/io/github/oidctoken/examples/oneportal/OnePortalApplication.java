package io.github.oidctoken.examples.oneportal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application: its routes are in {@code routes/}, its settings in {@code application.yaml}. */
@SpringBootApplication
public class OnePortalApplication {

    /** @param arguments Spring Boot's */
    public static void main(String[] arguments) {
        SpringApplication.run(OnePortalApplication.class, arguments);
    }
}
