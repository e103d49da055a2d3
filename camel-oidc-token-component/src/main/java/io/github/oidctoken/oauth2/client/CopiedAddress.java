package io.github.oidctoken.oauth2.client;

import java.util.List;
import java.util.Set;

/**
 * Recognizes an address that was copied whole where a preset wants a part of it: it would stand twice in what the preset derives.
 *
 * @param provider the preset's name
 */
record CopiedAddress(String provider, ClientOptions options) {

    private static final String BASE = "{baseUrl}/";
    private static final int FIRST_OF_PATH = 3; // behind the scheme, nothing, and the host
    private static final Set<String> NAMES = Set.of("realm", "tenant");

    /**
     * Checks what goes into the template of an endpoint.
     *
     * @throws ClientConfigurationException naming the option that holds too much
     */
    void refuse(String option, String template, List<String> variables) {
        if (!option.equals("issuer") && !option.endsWith("Endpoint")) {
            return;
        }
        for (String variable : variables) {
            if (NAMES.contains(variable)) {
                refuseAddress(variable);
            }
        }
        if (template.startsWith(BASE) && hasPath()) {
            refuseRepetition(template.substring(BASE.length()).split("/", -1));
        }
    }

    private boolean hasPath() {
        String base = options.text("baseUrl");
        return base != null && base.indexOf('/', base.indexOf("//") + 2) >= 0;
    }

    private void refuseAddress(String name) {
        String value = options.text(name);
        if (value != null && (value.indexOf('/') >= 0 || value.indexOf('?') >= 0 || value.indexOf('#') >= 0)) {
            throw options.invalid(
                    name, "is a name, and provider '" + provider + "' makes the address with it. Write no address.");
        }
    }

    private void refuseRepetition(String[] added) {
        String base = options.text("baseUrl");
        if (base == null || added[0].isEmpty() || added[0].startsWith("{")) {
            return;
        }
        String[] written = base.split("/", -1);
        int end = base.endsWith("/") ? written.length - 1 : written.length;
        for (int length = Math.min(added.length, end - FIRST_OF_PATH); length > 0; length--) {
            if (repeats(written, end - length, added, length)) {
                throw options.invalid(
                        "baseUrl",
                        "ends in '/"
                                + String.join("/", List.of(written).subList(end - length, end))
                                + "', which provider '" + provider + "' adds by itself. Leave that away.");
            }
        }
    }

    private static boolean repeats(String[] written, int from, String[] added, int length) {
        for (int i = 0; i < length; i++) {
            if (!added[i].startsWith("{") && !added[i].equals(written[from + i])) {
                return false;
            }
        }
        return true;
    }
}
