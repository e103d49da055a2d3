package io.github.oidctoken.examples.ifscloud;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the person at the browser: opens a page, follows where it leads, and fills in name and password where she is asked. */
final class Person {

    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final int MOST_PAGES = 10;

    private final Browser browser = new Browser();

    /** What the last page says. */
    String opens(URI address) throws Exception {
        HttpResponse<String> page = browser.get(address);
        for (int i = 0; i < MOST_PAGES; i++) {
            Matcher form = FORM.matcher(page.body());
            if (page.statusCode() / 100 == 3) {
                page = browser.get(Browser.location(page));
            } else if (form.find()) {
                page = browser.post(
                        page.uri().resolve(form.group(1).replace("&amp;", "&")),
                        "username=" + IfsRealm.ALICE.name() + "&password=" + IfsRealm.ALICE.password());
            } else {
                return page.body();
            }
        }
        throw new IllegalStateException("Signing in did not come to an end at " + page.uri());
    }
}
