package io.github.oidctoken.camel.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;

/**
 * Makes URIs, and message headers that change URIs, out of everything that two programs have ever read differently. All
 * hosts are this machine, in spellings that no name server is asked for.
 */
final class HostileUris {

    private static final List<String> SEGMENTS = List.of(
            "api",
            "apix",
            "API",
            "%61pi",
            "admin",
            "orders",
            "Orders('1')",
            "",
            "..",
            ".",
            "...",
            "%2e%2e",
            ".%2E",
            "%252e%252e",
            "%25252e%25252e",
            "..;",
            "..;a=b",
            "..%3b",
            "..%00",
            "..%20",
            "..%09",
            "api;v=1",
            ";x",
            "%2f",
            "..%2f..%2fadmin",
            "%5c",
            "..\\admin",
            "\\",
            "%c0%ae%c0%ae",
            "%c0%af",
            "%e0%80%ae",
            "%u002e",
            "a b",
            "a%20b",
            "\t",
            "\n",
            "\r\n",
            "%0d%0aX:y",
            "%0d%0a%0d%0aGET%20/admin%20HTTP/1.1%0d%0aX:%20y",
            "\u010d\u010aX: y",
            "x\u0120HTTP/1.1\u010d\u010a\u010d\u010aGET\u0120/admin",
            "?x=1",
            "%3f",
            "%3fx=1",
            "#x",
            "%23x",
            "\uff0e\uff0e",
            "\u2024\u2024",
            "\u2215admin",
            "\u00e4",
            "e\u0301",
            "%c3%a4",
            "*",
            "~",
            "%",
            "%2",
            "%zz",
            "{x}",
            "|",
            "^",
            "[",
            "http:",
            "@127.0.0.2",
            ":80",
            "&",
            "=",
            "+",
            "$",
            "!",
            "'");
    private static final List<String> QUERIES = List.of(
            "x=1",
            "x=a%20b",
            "x=a b",
            "x=../admin",
            "x=%23y",
            "#y",
            "?",
            "&&",
            "x=%0d%0aX:%20y",
            "x=%20HTTP/1.1%0d%0aX:%20y%0d%0a%0d%0aGET%20/admin",
            "x\u0120HTTP/1.1\u010d\u010aX:y\u010d\u010a\u010d\u010aGET\u0120/admin",
            "x=\r\nX: y",
            "x=%00",
            "x=\u00e4",
            "$filter=Name%20eq%20'a'");
    private static final List<String> METHODS = List.of(
            "GET", "DELETE", "get", "HEAD", "OPTIONS", "PATCH", "GET /admin HTTP/1.1\r\nX: y\r\n\r\nGET", "G\nET", "");

    private final Random random;
    private final String scheme;
    private final List<String> authorities;

    /** The scheme and the first authority are those that should be called. */
    HostileUris(Random random, String scheme, List<String> authorities) {
        this.random = random;
        this.scheme = scheme;
        this.authorities = authorities;
    }

    /** An absolute URI, more often than not close to a good one. */
    String uri() {
        return scheme() + authority() + path();
    }

    /** A URI that can be an endpoint's: its authority and its path begin well. */
    String endpoint() {
        return scheme + "://" + (random.nextInt(3) == 0 ? pick(authorities) : authorities.get(0))
                + (random.nextInt(3) == 0 ? path() : "/api" + (random.nextBoolean() ? path() : ""));
    }

    /** Message headers of which some change the URI. */
    Map<String, Object> headers() {
        Map<String, Object> headers = new HashMap<>();
        if (random.nextInt(3) == 0) {
            headers.put(Exchange.HTTP_URI, uri());
        }
        if (random.nextInt(3) == 0) {
            headers.put(Exchange.REST_HTTP_URI, uri());
        }
        if (random.nextInt(2) == 0) {
            String path = path();
            headers.put(Exchange.HTTP_PATH, random.nextBoolean() ? path : path.substring(1));
        }
        for (String name : List.of(Exchange.HTTP_QUERY, Exchange.HTTP_RAW_QUERY, Exchange.REST_HTTP_QUERY)) {
            if (random.nextInt(6) == 0) {
                headers.put(name, pick(QUERIES));
            }
        }
        if (random.nextInt(10) == 0) {
            headers.put(Exchange.HTTP_METHOD, pick(METHODS));
        }
        if (random.nextInt(10) == 0) {
            headers.put("Host", pick(authorities));
        }
        if (random.nextInt(10) == 0) {
            headers.put("X-Name", "x\r\n\r\nGET /admin HTTP/1.1\r\nX: y");
        }
        headers.put("p", pick(SEGMENTS));
        return headers;
    }

    private String scheme() {
        return random.nextInt(8) > 0
                ? scheme + "://"
                : pick(List.of(
                        scheme.toUpperCase(Locale.ROOT) + "://",
                        scheme + ":",
                        scheme + ":/",
                        scheme + ":///",
                        "//",
                        "ftp://",
                        "http://",
                        "https://"));
    }

    private String authority() {
        String good = authorities.get(0);
        String foreign = pick(authorities.subList(1, authorities.size()));
        return switch (random.nextInt(16)) {
            case 0 -> foreign;
            case 1 -> good + "@" + foreign;
            case 2 -> foreign + "@" + good;
            case 3 -> good + "\\@" + foreign;
            case 4 -> good + "#@" + foreign;
            case 5 -> good + "?@" + foreign;
            case 6 -> good + "%2f@" + foreign;
            case 7 -> good.replace("127.0.0.1", "[::1]");
            case 8 -> good.replace("127.0.0.1", "[::ffff:127.0.0.1]");
            case 9 -> good.replace("127.0.0.1", pick(List.of("127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1")));
            case 10 -> good + pick(List.of("0", ":1", "x", " ", "\t", "%00", "."));
            default -> good;
        };
    }

    private String path() {
        String start = random.nextInt(4) > 0 ? "/api/" : "/";
        return start
                + IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> pick(SEGMENTS))
                        .collect(Collectors.joining("/"))
                + (random.nextInt(5) == 0 ? "?" + pick(QUERIES) : "");
    }

    private String pick(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
