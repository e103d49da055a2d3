package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Is true when every realm answers its discovery document (OpenID Connect Discovery 1.0) with 200. */
record RealmProbe(URI baseUrl, List<String> realms) implements BooleanSupplier {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @Override
    public boolean getAsBoolean() {
        return realms.stream().allMatch(this::answers);
    }

    private boolean answers(String realm) {
        URI document = URI.create(baseUrl + "/realms/" + realm + "/.well-known/openid-configuration");
        HttpRequest request =
                HttpRequest.newBuilder(document).timeout(Duration.ofSeconds(10)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
