package io.github.oidctoken.camel.connect;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a browser gets: a page, or another address of the same site.
 *
 * @param location relative to the address asked for; absent for a page
 * @param policy what the page may load and run
 */
record Answer(int status, @Nullable String html, @Nullable String location, String policy) {

    private static final String NO_SCRIPT = "default-src 'none'; style-src '" + InlineResource.STYLE.hash()
            + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String UPDATING =
            NO_SCRIPT + "; script-src '" + InlineResource.UPDATE.hash() + "'; connect-src 'self'";

    static Answer page(int status, String html) {
        return new Answer(status, html, null, NO_SCRIPT);
    }

    /** A page with the script that updates it. */
    static Answer updatingPage(String html) {
        return new Answer(200, html, null, UPDATING);
    }

    static Answer seeOther(String location) {
        return new Answer(303, null, location, NO_SCRIPT);
    }

    /** Nothing of the request goes back but the cookies that were set meanwhile. */
    void write(Message message) {
        Object cookies = message.getHeader("Set-Cookie");
        message.removeHeaders("*");
        if (cookies != null) {
            message.setHeader("Set-Cookie", cookies);
        }
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader("Cache-Control", "no-store");
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setHeader("Content-Security-Policy", policy);
        if (location != null) {
            message.setHeader("Location", location);
            message.setHeader("Referrer-Policy", "no-referrer");
        } else {
            // with no-referrer browsers would hide from us where a form comes from (Origin: null)
            message.setHeader("Referrer-Policy", "same-origin");
            message.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        }
        message.setBody(html == null ? "" : html);
    }
}
