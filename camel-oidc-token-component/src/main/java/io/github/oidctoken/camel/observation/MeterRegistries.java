package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Finds where an application counts. To be touched only when Micrometer is there. */
final class MeterRegistries {

    /** Of Micrometer; it is looked for by name, since it may be absent. */
    static final String TYPE = "io.micrometer.core.instrument.MeterRegistry";

    private MeterRegistries() {}

    /** Starts to count; absent when the application has no registry. */
    static Optional<TokenEventListener> meters(CamelContext context, Collection<? extends ObservedClient> clients) {
        return registry(context.getRegistry().findByType(MeterRegistry.class))
                .map(registry -> new ClientMeters(registry, clients));
    }

    /** Ends the counting. */
    static void close(TokenEventListener meters) {
        if (meters instanceof ClientMeters counting) {
            counting.close();
        }
    }

    /** Several at once are mostly one that stands for all and its parts. */
    private static Optional<MeterRegistry> registry(Set<MeterRegistry> found) {
        Optional<MeterRegistry> forAll =
                found.stream().filter(CompositeMeterRegistry.class::isInstance).findFirst();
        if (forAll.isPresent() || found.size() < 2) {
            return forAll.isPresent() ? forAll : found.stream().findFirst();
        }
        CompositeMeterRegistry all = new CompositeMeterRegistry();
        found.forEach(all::add);
        return Optional.of(all);
    }
}
