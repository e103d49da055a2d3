package io.github.oidctoken.examples.fabric;

import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Plays fabric: its authorization server, which signs everybody in as alice without a page, and its API. */
final class FabricServers implements AutoCloseable {

    private static final String PUBLIC_CLIENT = "orders-app";
    private static final String CONFIDENTIAL_CLIENT = "orders-bff";
    private static final String SECRET = "fabric-example-secret";

    private final StrictAuthorizationServer authorizationServer;
    private final ProtectedApi api;

    FabricServers(Duration accessTokenLifetime) {
        authorizationServer = StrictAuthorizationServer.start(StrictServerSettings.builder()
                .publicClient(PUBLIC_CLIENT)
                .client(CONFIDENTIAL_CLIENT, SECRET)
                .accessTokenLifetime(accessTokenLifetime)
                .build());
        api = ProtectedApi.start(authorizationServer.accessTokenVerifier());
    }

    StrictAuthorizationServer authorizationServer() {
        return authorizationServer;
    }

    ProtectedApi api() {
        return api;
    }

    /** What the application has to know of them, as command line arguments of Spring Boot. */
    String[] settings(int port, String database) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", Integer.toString(port));
        settings.put("spring.datasource.url", database);
        settings.put("fabric.authorization-url", authorizationServer.issuer().toString());
        settings.put("fabric.api-url", "http://127.0.0.1:" + api.port());
        settings.put("fabric.public-client-id", PUBLIC_CLIENT);
        settings.put("fabric.confidential-client-id", CONFIDENTIAL_CLIENT);
        settings.put("fabric.confidential-client-secret", SECRET);
        settings.put("fabric.encryption-keys", "k1:ZmFicmljLWV4YW1wbGUta2V5LW5vdC1hLXNlY3JldC4=");
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        api.close();
        authorizationServer.close();
    }
}
