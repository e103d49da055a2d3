package io.github.oidctoken.camel.http;

import java.net.URI;

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
        URI uri = URI.create(url);
        String component = name.equals("http") ? uri.getScheme() : name;
        return "rest:post:" + uri.getRawPath() + "?producerComponentName=" + component + "&host=" + uri.getScheme()
                + "://" + uri.getRawAuthority();
    }
}
