package io.github.oidctoken.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** onePortal's token and introspection endpoints, whose answers have the bytes of its document. It knows one client. */
final class OnePortal implements AutoCloseable {

    static final String CLIENT_ID = "2915:portal";
    static final String CLIENT_SECRET = "s3cret+of/portal=";

    /** The end that the introspection of the document shows, moved into the future. */
    static final long EXP = 4_102_444_800L;

    private static final String FIRST_TOKEN = "eyJraWQiOiJTa....3yNlGaq574";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("2915%3Aportal:s3cret%2Bof%2Fportal%3D".getBytes(UTF_8));

    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final AtomicInteger logins = new AtomicInteger();
    private final RawServer server;
    private volatile boolean failing;
    private volatile boolean sendsRefreshTokens = true;
    private volatile long lifetime = 604_799;

    OnePortal() throws IOException {
        server = RawServer.start(conversation -> {
            while (conversation.readRequest()) {
                conversation.write(answer(conversation.request()));
            }
        });
    }

    OnePortal user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /** From now on every answer is an error page. */
    void fail() {
        failing = true;
    }

    void work() {
        failing = false;
    }

    /** Ends every session. */
    void endSessions() {
        refreshTokens.clear();
        active.clear();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Requests as they came, head and body. */
    List<String> requests() {
        return server.requests();
    }

    /** How often a grant was asked for. */
    long asked(String grantType) {
        return requests().stream()
                .filter(request -> request.contains("grant_type=" + grantType))
                .count();
    }

    /** The options of the client. */
    Map<String, String> client() {
        return Map.of(
                "provider",
                "oneportal",
                "base-url",
                baseUrl(),
                "client-id",
                CLIENT_ID,
                "client-secret",
                CLIENT_SECRET,
                "grant",
                "password");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private String answer(String request) {
        if (failing) {
            return http("503 Service Unavailable", "text/html", "<p>down</p>");
        }
        if (!request.contains("\r\nAuthorization: " + BASIC + "\r\n")) {
            return json("401 Unauthorized", "{\"error\":\"invalid_client\"}");
        }
        Map<String, String> form = form(request.substring(request.indexOf("\r\n\r\n") + 4));
        if (request.startsWith("POST /openid/token? HTTP/1.1\r\n")) {
            return token(form);
        }
        return request.startsWith("POST /openid/introspect HTTP/1.1\r\n")
                ? introspection(form)
                : http("404 Not Found", "text/html", "<p>no such page</p>");
    }

    private String token(Map<String, String> form) {
        boolean granted = "password".equals(form.get("grant_type"))
                ? passwords.getOrDefault(form.get("username"), "").equals(form.get("password"))
                : "refresh_token".equals(form.get("grant_type")) && refreshTokens.remove(form.get("refresh_token"));
        if (!granted) {
            return json(
                    "400 Bad Request",
                    "{\"error\":\"invalid_grant\",\"error_description\":\"wrong: " + form.get("password") + "\"}");
        }
        int number = logins.getAndIncrement();
        String accessToken = number == 0 ? FIRST_TOKEN : "eyJraWQiOiJTa...." + number;
        String refreshToken = "xCMj...foZ8" + (number == 0 ? "" : number);
        active.add(accessToken);
        refreshTokens.add(refreshToken);
        return json("200 OK", """
                {
                "access_token": "%s",
                "token_type": "Bearer",
                "expires_in": %d%s
                }""".formatted(
                accessToken, lifetime, sendsRefreshTokens ? ",\n\"refresh_token\": \"" + refreshToken + "\"" : ""));
    }

    /** From now on there are access tokens only. */
    void sendNoRefreshTokens() {
        sendsRefreshTokens = false;
    }

    /** From now on tokens live that many seconds. */
    void lifetime(long seconds) {
        lifetime = seconds;
    }

    private String introspection(Map<String, String> form) {
        if (!active.contains(form.get("token"))) {
            return json("200 OK", "{\n\"active\": false\n}");
        }
        return json("200 OK", """
                {
                "active": true,
                "clientId": "2915...4846",
                "username": "user1234",
                "tokenType": "access_token",
                "exp": %d,
                "sub": "58cfb...ec5f"
                }""".formatted(EXP));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
    }

    private static String json(String status, String body) {
        return http(status, "application/json", body);
    }

    private static String http(String status, String type, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body;
    }
}
