package io.github.oidctoken.camel.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which Camel calls an HTTP URI. */
enum HttpComponent {
    HTTP("", false),
    VERTX_HTTP("vertx-http:", false),
    NETTY_HTTP("netty-http:", false),
    UNDERTOW("undertow:", false),
    REST_OVER_HTTP("http", true),
    REST_OVER_VERTX_HTTP("vertx-http", true),
    REST_OVER_NETTY_HTTP("netty-http", true),
    REST_OVER_UNDERTOW("undertow", true);

    private static final Pattern URI = Pattern.compile("((https?)://[^/?#]+)(/[^?#]*)?.*");

    private final String name;
    private final boolean rest;

    HttpComponent(String name, boolean rest) {
        this.name = name;
        this.rest = rest;
    }

    /** The endpoint that sends a POST to the URI. */
    String endpoint(String url) {
        if (!rest) {
            return name + url;
        }
        Matcher uri = URI.matcher(url);
        if (!uri.matches()) {
            throw new IllegalArgumentException(url);
        }
        String component = name.equals("http") ? uri.group(2) : name;
        return "rest:post:" + uri.group(3) + "?producerComponentName=" + component + "&host=" + uri.group(1);
    }

    /** Whether another component does the work. */
    boolean isRest() {
        return rest;
    }
}
