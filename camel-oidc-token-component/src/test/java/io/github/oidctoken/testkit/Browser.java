package io.github.oidctoken.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of a browser as signing in needs: cookies by host and port, and redirects that are followed one at a time. Not thread-safe. */
public final class Browser {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern HIDDEN =
            Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Map<String, String>> cookies = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> added = new LinkedHashMap<>();

    /** Opens an address. */
    public HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri)
                .header("Accept", "text/html,*/*;q=0.8")
                .GET());
    }

    /** Sends a form. */
    public HttpResponse<String> post(URI uri, String form) throws Exception {
        return post(uri, form, Map.of());
    }

    /** Sends a form, with what a browser says of the page that holds it, such as {@code Origin}. */
    public HttpResponse<String> post(URI uri, String form, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::header);
        return send(request.header("Accept", "text/html,*/*;q=0.8")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Posts the form that a page posts by itself, from its hidden fields. */
    public HttpResponse<String> submit(HttpResponse<String> page) throws Exception {
        StringJoiner form = new StringJoiner("&");
        HIDDEN.matcher(page.body())
                .results()
                .forEach(field -> form.add(encoded(field.group(1)) + "=" + encoded(field.group(2))));
        return post(form(page), form.toString());
    }

    /** Where the form of a page goes. */
    public static URI form(HttpResponse<String> page) {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError("no form but " + page.statusCode() + " " + page.body());
        }
        return page.uri().resolve(unescaped(action.group(1)));
    }

    private static String encoded(String html) {
        return URLEncoder.encode(unescaped(html), StandardCharsets.UTF_8);
    }

    private static String unescaped(String html) {
        return html.replace("&quot;", "\"").replace("&amp;", "&");
    }

    /** Adds a header to every request for a host, as a proxy before it does. */
    public void addHeader(URI host, String name, String value) {
        added.computeIfAbsent(host.getAuthority(), authority -> new LinkedHashMap<>())
                .put(name, value);
    }

    /** Where an answer sends the browser. */
    public static URI location(HttpResponse<?> answer) {
        return answer.uri()
                .resolve(answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() ->
                                new AssertionError("no redirect but " + answer.statusCode() + " " + answer.body())));
    }

    /** The cookies that a host has set, by name. */
    public Map<String, String> cookies(URI uri) {
        return cookies.computeIfAbsent(uri.getAuthority(), host -> new LinkedHashMap<>());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        added.getOrDefault(request.build().uri().getAuthority(), Map.of()).forEach(request::setHeader);
        HttpRequest plain = request.build();
        @Nullable
        String header = cookies(plain.uri()).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .reduce((one, other) -> one + "; " + other)
                .orElse(null);
        HttpResponse<String> answer = http.send(
                header == null ? plain : request.header("Cookie", header).build(),
                HttpResponse.BodyHandlers.ofString());
        for (String set : answer.headers().allValues("Set-Cookie")) {
            keep(plain.uri(), List.of(set.split(";", -1)));
        }
        return answer;
    }

    private void keep(URI uri, List<String> parts) {
        String pair = parts.get(0);
        String name = pair.substring(0, pair.indexOf('='));
        boolean gone = parts.stream().map(String::strip).anyMatch("Max-Age=0"::equalsIgnoreCase);
        if (gone) {
            cookies(uri).remove(name);
        } else {
            cookies(uri).put(name, pair.substring(pair.indexOf('=') + 1));
        }
    }
}
