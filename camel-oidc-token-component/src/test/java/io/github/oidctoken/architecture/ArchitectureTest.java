package io.github.oidctoken.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Where things are allowed to be, and what they may know of each other. */
@AnalyzeClasses(packages = "io.github.oidctoken", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ENGINE = "io.github.oidctoken.oauth2..";

    @ArchTest
    static final ArchRule theEngineKnowsNeitherCamelNorSpring = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.springframework..", "io.github.oidctoken.camel..");

    @ArchTest
    static final ArchRule dependenciesPointInward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("camel")
            .definedBy("io.github.oidctoken.camel")
            .layer("http")
            .definedBy("io.github.oidctoken.camel.http")
            .layer("connect")
            .definedBy("io.github.oidctoken.camel.connect")
            .layer("observation")
            .definedBy("io.github.oidctoken.camel.observation")
            .layer("tracing")
            .definedBy("io.github.oidctoken.camel.tracing")
            .layer("keycloak")
            .definedBy("io.github.oidctoken.keycloak")
            .layer("renewal")
            .definedBy("io.github.oidctoken.oauth2.renewal")
            .layer("validation")
            .definedBy("io.github.oidctoken.oauth2.validation")
            .layer("token")
            .definedBy("io.github.oidctoken.oauth2.token")
            .layer("protocol")
            .definedBy("io.github.oidctoken.oauth2.protocol")
            .layer("repository")
            .definedBy("io.github.oidctoken.oauth2.repository")
            .layer("client")
            .definedBy("io.github.oidctoken.oauth2.client")
            .layer("shared")
            .definedBy("io.github.oidctoken.oauth2")
            .whereLayer("camel")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("connect")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("observation")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("tracing")
            .mayOnlyBeAccessedByLayers("camel", "http")
            .whereLayer("keycloak")
            .mayOnlyBeAccessedByLayers("camel")
            .whereLayer("renewal")
            .mayOnlyBeAccessedByLayers("camel", "observation")
            .whereLayer("validation")
            .mayOnlyBeAccessedByLayers("renewal", "camel")
            .whereLayer("token")
            .mayOnlyBeAccessedByLayers("renewal", "camel", "http", "observation", "keycloak")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("validation", "renewal", "camel", "keycloak")
            .whereLayer("repository")
            .mayOnlyBeAccessedByLayers("renewal", "camel")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("protocol", "validation", "token", "renewal", "camel", "http", "keycloak")
            .whereLayer("shared")
            .mayOnlyBeAccessedByLayers(
                    "client",
                    "protocol",
                    "repository",
                    "validation",
                    "token",
                    "renewal",
                    "camel",
                    "http",
                    "connect",
                    "keycloak");

    @ArchTest
    static final ArchRule onlyTheMetersKnowMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.oidctoken.camel.observation")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule onlyTheTracingKnowsCamelsTracers = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.oidctoken.camel.tracing")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel.telemetry..");

    @ArchTest
    static final ArchRule keycloakKnowsNeitherCamelNorSpring = noClasses()
            .that()
            .resideInAPackage("io.github.oidctoken.keycloak..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.springframework..", "io.github.oidctoken.camel..");

    @ArchTest
    static final ArchRule nimbusStaysInTheWireLayer = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.oidctoken.oauth2.protocol", "io.github.oidctoken.oauth2.repository")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule ofNimbusTheRepositoriesUseOnlyEncryption = noClasses()
            .that()
            .resideInAPackage("io.github.oidctoken.oauth2.repository")
            .should()
            .dependOnClassesThat(resideInAPackage("com.nimbusds..").and(not(resideInAPackage("com.nimbusds.jose.."))));

    @ArchTest
    static final ArchRule onlyTheTimeSourceAsksForTheTime = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .and()
            .doNotHaveSimpleName("SystemTimeSource")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothingIsSerialized = noClasses()
            .that()
            .areNotAssignableTo(Throwable.class)
            .and()
            .resideInAPackage(ENGINE)
            .and()
            .areNotEnums()
            .should()
            .implement(java.io.Serializable.class);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    @ArchTest
    static final ArchRule thereIsNoMutableStaticState =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .should(new ArchCondition<>("live in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean generated = type.getSimpleName().endsWith("Configurer")
                            || type.getSimpleName().endsWith("UriFactory")
                            || type.getModifiers().contains(JavaModifier.SYNTHETIC);
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked || generated, type.getName() + " is not null-marked"));
                }
            });
}
