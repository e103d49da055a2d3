package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import org.jspecify.annotations.Nullable;

/** A client together with the places that may receive its token. Immutable. */
record Authorization(AuthorizedClient client, Targets targets) {

    /**
     * Takes the targets from the client's registration.
     *
     * @throws ClientConfigurationException if a target is not a plain URI prefix
     */
    static Authorization of(AuthorizedClient client) {
        return new Authorization(client, Targets.of(client.registration()));
    }

    String name() {
        return client.registration().name();
    }

    /** A target that both have: neither of the two clients would be the right one for it. */
    @Nullable
    Target contested(Authorization other) {
        return targets.all().stream()
                .filter(mine -> other.targets.all().stream()
                        .anyMatch(theirs -> theirs.place().equals(mine.place())))
                .findFirst()
                .orElse(null);
    }

    /** The client's name and targets: it may be shown wherever exchange properties are. */
    @Override
    public String toString() {
        return "Authorization[" + name() + ", targets=" + targets + "]";
    }
}
