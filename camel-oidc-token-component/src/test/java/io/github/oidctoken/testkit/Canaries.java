package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Planted secrets, and every form in which one could leak: plain, Base64, URL-encoded and in HTTP Basic. */
public final class Canaries {

    private final Map<String, String> forms = new LinkedHashMap<>();

    /** Plants a secret under a name. */
    public Canaries plant(String name, String secret) {
        forms.put(name + " in plain", secret);
        forms.put(name + " in Base64", base64(secret));
        forms.put(
                name + " in Base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
        forms.put(name + " URL-encoded", encode(secret));
        return this;
    }

    /** Plants a client's credentials as HTTP Basic carries them. */
    public Canaries plantBasic(String clientId, String clientSecret) {
        forms.put("the client secret in Basic", base64(clientId + ":" + clientSecret));
        forms.put("the client secret in form-encoded Basic", base64(encode(clientId) + ":" + encode(clientSecret)));
        return this;
    }

    /** What of the planted is found in a text, by name. */
    public List<String> in(String text) {
        List<String> found = new ArrayList<>();
        forms.forEach((name, form) -> {
            if (text.contains(form)) {
                found.add(name);
            }
        });
        return found;
    }

    /** All forms by their names. */
    public Map<String, String> forms() {
        return Map.copyOf(forms);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
