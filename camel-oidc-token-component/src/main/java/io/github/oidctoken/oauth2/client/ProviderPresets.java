package io.github.oidctoken.oauth2.client;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The presets that clients name, each read once. Not thread-safe. */
final class ProviderPresets {

    private static final List<String> SHIPPED = List.of(
            "auth0",
            "cognito",
            "entra",
            "fabric",
            "generic",
            "google",
            "ifs-cloud",
            "keycloak",
            "kobil",
            "okta",
            "okta-org",
            "oneportal");

    private final Map<String, ProviderPreset> read = new TreeMap<>();

    /**
     * The client's options, completed by the preset that its option {@code provider} names; by {@code generic} when it names none.
     *
     * @throws ClientConfigurationException if there is no such preset, or the client lacks what it needs
     */
    ClientOptions complete(ClientOptions written) {
        String provider = written.text("provider");
        ProviderPreset preset = named(provider == null ? "generic" : provider);
        if (preset == null) {
            throw written.invalid(
                    "provider", "names no known provider. Known are: " + String.join(", ", SHIPPED) + ".");
        }
        return preset.complete(written);
    }

    private @Nullable ProviderPreset named(String name) {
        ProviderPreset present = read.get(name);
        if (present != null) {
            return present;
        }
        ProviderPreset preset = ProviderPreset.named(name);
        if (preset != null) {
            read.put(name, preset);
        }
        return preset;
    }
}
