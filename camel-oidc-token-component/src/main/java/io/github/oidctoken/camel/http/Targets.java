package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.EndpointUri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The URI prefixes that may receive a client's token. Immutable. */
record Targets(List<Target> all) {

    /** The answer of {@link #longestCovering} when no target covers the place. */
    static final int NONE = -1;

    /**
     * Reads a client's targets.
     *
     * @throws ClientConfigurationException naming the target that cannot be one
     */
    static Targets of(ClientRegistration client) {
        List<Target> targets = new ArrayList<>();
        for (String written : client.targets()) {
            try {
                targets.add(Target.of(written, client.allowInsecure()));
            } catch (IllegalArgumentException e) {
                throw new ClientConfigurationException(
                        client.name(),
                        client.option("targets") + " holds '" + EndpointUri.shown(written) + "', which "
                                + e.getMessage() + ".");
            }
        }
        return new Targets(List.copyOf(targets));
    }

    /** The length of the most specific target that covers the place, or {@link #NONE}. */
    int longestCovering(@Nullable HttpPlace called) {
        int longest = NONE;
        for (Target target : all) {
            if (target.length() > longest && target.covers(called)) {
                longest = target.length();
            }
        }
        return longest;
    }

    /** Whether a target lies at that origin, whatever its path. */
    boolean touch(HttpPlace called) {
        return all.stream().anyMatch(target -> target.place().sameOrigin(called));
    }

    /** As configured, for messages. */
    @Override
    public String toString() {
        return all.stream().map(Target::written).toList().toString();
    }
}
