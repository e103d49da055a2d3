package io.github.oidctoken.testkit;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator before the connect page, with a browser of her own. Not thread-safe. */
public final class PageVisitor {

    private static final Pattern ADDRESS = Pattern.compile("Connect page: open (\\S+) to connect");
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern GOES_ON = Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"");

    private final URI page;
    private final Browser browser = new Browser();

    /** @param page the address of the overview */
    public PageVisitor(URI page) {
        this.page = page;
    }

    public URI page() {
        return page;
    }

    public Browser browser() {
        return browser;
    }

    /** The address that a log invites to. */
    public static URI printed(String log) {
        return URI.create(first(ADDRESS, log));
    }

    /** Opens the address that a log invites to, by the host that the visitor uses; it leads to the page. */
    public HttpResponse<String> letIn(String log) throws Exception {
        URI address = URI.create(page + "?" + printed(log).getRawQuery());
        return browser.get(Browser.location(browser.get(address)));
    }

    /** The overview. */
    public String look() throws Exception {
        return browser.get(page).body();
    }

    /** Presses {@code connect} or {@code disconnect} on the overview. */
    public HttpResponse<String> press(String button, String client) throws Exception {
        return browser.post(page, "client=" + client + "&do=" + button + "&csrf=" + formToken(), own());
    }

    /** Presses {@code connect}, goes to the server, and comes back by the address that it answers with. */
    public HttpResponse<String> connect(String client) throws Exception {
        return browser.get(Browser.location(browser.get(goesOn(press("connect", client)))));
    }

    /** What the forms of the overview carry. */
    public String formToken() throws Exception {
        return first(FORM_TOKEN, look());
    }

    /** Where a page goes on to by itself. */
    public static URI goesOn(HttpResponse<String> answer) {
        return answer.uri().resolve(first(GOES_ON, answer.body()).replace("&amp;", "&"));
    }

    /** What a browser says of a form of the page itself. */
    public Map<String, String> own() {
        return Map.of("Origin", page.getScheme() + "://" + page.getAuthority());
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
