package io.github.oidctoken.camel.http;

import java.util.List;

/**
 * A URI, in the spelling that some program may misread, and whether a call of it may carry the token.
 *
 * @param target as configured
 * @param called what an HTTP producer is to call
 * @param carries whether the call may carry the token
 * @param why the reason, for the documentation
 */
record TargetCase(String target, String called, boolean carries, String why) {

    private static final boolean CARRIES = true;
    private static final boolean NONE = false;

    /** All that the documentation lists, in its order. */
    static final List<TargetCase> ALL = List.of(
            new TargetCase(
                    "https://api.example.com",
                    "https://api.example.com",
                    CARRIES,
                    "the target itself; no path is the root"),
            new TargetCase("https://api.example.com", "https://api.example.com/", CARRIES, "the target itself"),
            new TargetCase(
                    "https://api.example.com",
                    "https://api.example.com/any/thing?x=../..",
                    CARRIES,
                    "below the target; the query does not count"),
            new TargetCase(
                    "https://api.example.com/",
                    "https://api.example.com?x=1",
                    CARRIES,
                    "a slash at the end makes no difference"),
            new TargetCase("https://api.example.com/api", "https://api.example.com/api", CARRIES, "the target itself"),
            new TargetCase("https://api.example.com/api", "https://api.example.com/api/", CARRIES, "below the target"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/orders#part",
                    CARRIES,
                    "below the target; a fragment is never sent"),
            new TargetCase(
                    "https://api.example.com/api/",
                    "https://api.example.com/api/orders",
                    CARRIES,
                    "a slash at the end of a target makes no difference"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/.well-known/x",
                    CARRIES,
                    "a dot before a name is no dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/a..b/...",
                    CARRIES,
                    "dots within a name, and three of them, are no dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api//orders",
                    CARRIES,
                    "below the target, however its empty segment is read"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/100%25",
                    CARRIES,
                    "an escaped percent sign hides nothing here"),
            new TargetCase(
                    "https://API.example.com/api",
                    "HTTPS://api.EXAMPLE.com/api/x",
                    CARRIES,
                    "scheme and host have no case"),
            new TargetCase(
                    "https://api.example.com.",
                    "https://api.example.com/x",
                    CARRIES,
                    "a dot at the end of a host makes no difference"),
            new TargetCase(
                    "https://api.example.com",
                    "https://api.example.com./x",
                    CARRIES,
                    "a dot at the end of a host makes no difference"),
            new TargetCase(
                    "https://api.example.com", "https://api.example.com:443/x", CARRIES, "443 is the port of https"),
            new TargetCase(
                    "https://api.example.com:443", "https://api.example.com/x", CARRIES, "443 is the port of https"),
            new TargetCase(
                    "https://api.example.com",
                    "https://api.example.com:/x",
                    CARRIES,
                    "an empty port is the default one"),
            new TargetCase("https://api.example.com:8443", "https://api.example.com:8443/x", CARRIES, "the same port"),
            new TargetCase(
                    "https://api.example.com/caf%c3%a9",
                    "https://api.example.com/caf%C3%A9/x", CARRIES, "escapes have no case"),
            new TargetCase(
                    "https://api.example.com/café",
                    "https://api.example.com/caf%C3%A9/x",
                    CARRIES,
                    "the escaped form of the same letters"),
            new TargetCase(
                    "https://münchen.example/api",
                    "https://xn--mnchen-3ya.example/api",
                    CARRIES,
                    "the ASCII form of the same host (IDN)"),
            new TargetCase(
                    "https://[2001:db8::1]/api",
                    "https://[2001:DB8:0:0:0:0:0:1]/api/x",
                    CARRIES,
                    "the same IPv6 address, written out"),
            new TargetCase(
                    "http://localhost:8080/api",
                    "http://localhost:8080/api/x",
                    CARRIES,
                    "plain http is allowed to this machine"),
            new TargetCase("http://127.0.0.1/api", "http://127.0.0.1:80/api/x", CARRIES, "80 is the port of http"),
            new TargetCase(
                    "http://[::1]:8080",
                    "http://[0:0:0:0:0:0:0:1]:8080/x",
                    CARRIES,
                    "the same IPv6 address, written out"),
            new TargetCase("https://api.example.com/api", "http://api.example.com/api", NONE, "not encrypted"),
            new TargetCase(
                    "https://api.example.com/api",
                    "http://api.example.com:443/api",
                    NONE,
                    "not encrypted, although the port is that of https"),
            new TargetCase("https://api.example.com/api", "https://api.example.com:8443/api", NONE, "another port"),
            new TargetCase("https://api.example.com/api", "https://api.example.com:0/api", NONE, "another port"),
            new TargetCase("https://api.example.com/api", "https://evil.example.com/api", NONE, "another host"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com.evil.org/api",
                    NONE,
                    "another host that begins like the target"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://evilapi.example.com/api",
                    NONE,
                    "another host that ends like the target"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://sub.api.example.com/api",
                    NONE,
                    "a host below the target is another host"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://example.com/api",
                    NONE,
                    "a host above the target is another host"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com%2eevil.org/api",
                    NONE,
                    "a host that some programs decode to another one"),
            new TargetCase(
                    "https://api.example.com/api", "https://api.example.com../api", NONE, "no host: an empty label"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://xn--pi-5cd.example.com/api",
                    NONE,
                    "another host that looks alike"),
            new TargetCase("https://api.example.com/api", "ftp://api.example.com/api", NONE, "another scheme"),
            new TargetCase(
                    "https://api.example.com/api",
                    "//api.example.com/api",
                    NONE,
                    "no scheme: what is called depends on something else"),
            new TargetCase(
                    "https://api.example.com/api", "/api", NONE, "no host: what is called depends on something else"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https:api.example.com/api",
                    NONE,
                    "no authority: some programs take the path for a host"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com@evil.org/api",
                    NONE,
                    "the host is behind the @"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://user@api.example.com/api",
                    NONE,
                    "user information: some programs take the wrong side of the @"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://user:pass@api.example.com/api",
                    NONE,
                    "user information, which is an Authorization of its own"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://@api.example.com/api",
                    NONE,
                    "user information, although empty"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com:443@evil.org/api",
                    NONE,
                    "what looks like a port is a password; the host is behind the @"),
            new TargetCase("https://api.example.com/api", "https://api.example.com", NONE, "above the target"),
            new TargetCase("https://api.example.com/api", "https://api.example.com/", NONE, "above the target"),
            new TargetCase(
                    "https://api.example.com/api", "https://api.example.com/apix", NONE, "not at the end of a segment"),
            new TargetCase("https://api.example.com/api", "https://api.example.com/ap", NONE, "another path"),
            new TargetCase("https://api.example.com/api", "https://api.example.com/API/x", NONE, "paths have case"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api;v=1/x",
                    NONE,
                    "another segment to most servers"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com//api/x",
                    NONE,
                    "another path to some servers"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/%61pi/x",
                    NONE,
                    "another spelling: escaped letters are not decoded"),
            new TargetCase(
                    "https://api.example.com/api", "https://api.example.com/x?/api", NONE, "the query is no path"),
            new TargetCase(
                    "https://api.example.com/api", "https://api.example.com/x#/api", NONE, "the fragment is no path"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/../admin",
                    NONE,
                    "leaves the target by a dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..",
                    NONE,
                    "leaves the target by a dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/./x",
                    NONE,
                    "a dot segment, harmless but refused as all are"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..;/admin",
                    NONE,
                    "a dot segment to servers that cut parameters off"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..;jsessionid=1/admin",
                    NONE,
                    "a dot segment to servers that cut parameters off"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..%3b/admin",
                    NONE,
                    "the same, with an escaped semicolon"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..%20/admin",
                    NONE,
                    "a dot segment to servers that cut blanks off"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/%2e%2e/admin",
                    NONE,
                    "an escaped dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/.%2E/admin",
                    NONE,
                    "a half escaped dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/%252e%252e/admin",
                    NONE,
                    "a dot segment to what decodes twice"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/%25252e%25252e/admin",
                    NONE,
                    "a dot segment to what decodes three times"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..%2fadmin",
                    NONE,
                    "an escaped slash, behind a dot segment"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/..%5Cadmin",
                    NONE,
                    "an escaped backslash, which some servers take for a slash"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/x%2Fy",
                    NONE,
                    "an escaped slash: two segments to some servers and one to others"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/x%00",
                    NONE,
                    "an escaped NUL, where some programs end the path"),
            new TargetCase(
                    "https://api.example.com/api",
                    "https://api.example.com/api/%c0%ae%c0%ae/admin",
                    NONE,
                    "dots as overlong UTF-8, which careless decoders accept"),
            new TargetCase(
                    "http://127.0.0.1/api", "http://[::ffff:127.0.0.1]/api", NONE, "an IPv4 address in IPv6 form"),
            new TargetCase(
                    "http://127.0.0.1/api",
                    "http://127.1/api",
                    NONE,
                    "a short form of an address, which some programs take for a name"),
            new TargetCase(
                    "http://127.0.0.1/api",
                    "http://2130706433/api",
                    NONE,
                    "an address as one number, which some programs take for a name"),
            new TargetCase(
                    "http://127.0.0.1/api", "http://localhost/api", NONE, "a name is never taken for its address"),
            new TargetCase("http://[::1]/api", "http://[::2]/api", NONE, "another address"),
            new TargetCase("http://[::1]/api", "http://[::1%251]/api", NONE, "an address with a zone"));

    @Override
    public String toString() {
        return called + (carries ? " for " : " not for ") + target + ": " + why;
    }
}
