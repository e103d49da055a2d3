package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com,          https://api.example.com",
        "https://api.example.com,          https://api.example.com/",
        "https://api.example.com,          https://api.example.com/any/thing?x=../..",
        "https://api.example.com/,         https://api.example.com?x=1",
        "https://api.example.com/api,      https://api.example.com/api",
        "https://api.example.com/api,      https://api.example.com/api/",
        "https://api.example.com/api,      https://api.example.com/api/orders#part",
        "https://api.example.com/api/,     https://api.example.com/api/orders",
        "https://api.example.com/api,      https://api.example.com/api/.well-known/x",
        "https://api.example.com/api,      https://api.example.com/api/a..b/...",
        "https://api.example.com/api,      https://api.example.com/api//orders",
        "https://api.example.com/api,      https://api.example.com/api/100%25",
        "https://API.example.com/api,      HTTPS://api.EXAMPLE.com/api/x",
        "https://api.example.com.,         https://api.example.com/x",
        "https://api.example.com,          https://api.example.com./x",
        "https://api.example.com,          https://api.example.com:443/x",
        "https://api.example.com:443,      https://api.example.com/x",
        "https://api.example.com,          https://api.example.com:/x",
        "https://api.example.com:8443,     https://api.example.com:8443/x",
        "https://api.example.com/caf%c3%a9, https://api.example.com/caf%C3%A9/x",
        "https://api.example.com/café,     https://api.example.com/caf%C3%A9/x",
        "https://münchen.example/api,      https://xn--mnchen-3ya.example/api",
        "https://[2001:db8::1]/api,        https://[2001:DB8:0:0:0:0:0:1]/api/x",
        "http://localhost:8080/api,        http://localhost:8080/api/x",
        "http://127.0.0.1/api,             http://127.0.0.1:80/api/x",
        "http://[::1]:8080,                http://[0:0:0:0:0:0:0:1]:8080/x"
    })
    void coversWhatLiesBelowIt(String target, String called) throws URISyntaxException {
        assertThat(covers(target, called)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // another origin
        "https://api.example.com/api, http://api.example.com/api",
        "https://api.example.com/api, http://api.example.com:443/api",
        "https://api.example.com/api, https://api.example.com:8443/api",
        "https://api.example.com/api, https://api.example.com:0/api",
        "https://api.example.com/api, https://evil.example.com/api",
        "https://api.example.com/api, https://api.example.com.evil.org/api",
        "https://api.example.com/api, https://evilapi.example.com/api",
        "https://api.example.com/api, https://sub.api.example.com/api",
        "https://api.example.com/api, https://example.com/api",
        "https://api.example.com/api, https://api.example.com%2eevil.org/api",
        "https://api.example.com/api, https://api.example.com../api",
        "https://api.example.com/api, https://xn--pi-5cd.example.com/api",
        "https://api.example.com/api, ftp://api.example.com/api",
        "https://api.example.com/api, //api.example.com/api",
        "https://api.example.com/api, /api",
        "https://api.example.com/api, https:api.example.com/api",
        // user information
        "https://api.example.com/api, https://api.example.com@evil.org/api",
        "https://api.example.com/api, https://user@api.example.com/api",
        "https://api.example.com/api, https://user:pass@api.example.com/api",
        "https://api.example.com/api, https://@api.example.com/api",
        "https://api.example.com/api, https://api.example.com:443@evil.org/api",
        // another path
        "https://api.example.com/api, https://api.example.com",
        "https://api.example.com/api, https://api.example.com/",
        "https://api.example.com/api, https://api.example.com/apix",
        "https://api.example.com/api, https://api.example.com/ap",
        "https://api.example.com/api, https://api.example.com/API/x",
        "https://api.example.com/api, https://api.example.com/api;v=1/x",
        "https://api.example.com/api, https://api.example.com//api/x",
        "https://api.example.com/api, https://api.example.com/%61pi/x",
        "https://api.example.com/api, https://api.example.com/x?/api",
        "https://api.example.com/api, https://api.example.com/x#/api",
        // out of the path again, in every spelling that some server understands
        "https://api.example.com/api, https://api.example.com/api/../admin",
        "https://api.example.com/api, https://api.example.com/api/..",
        "https://api.example.com/api, https://api.example.com/api/./x",
        "https://api.example.com/api, https://api.example.com/api/..;/admin",
        "https://api.example.com/api, https://api.example.com/api/..;jsessionid=1/admin",
        "https://api.example.com/api, https://api.example.com/api/..%3b/admin",
        "https://api.example.com/api, https://api.example.com/api/..%20/admin",
        "https://api.example.com/api, https://api.example.com/api/%2e%2e/admin",
        "https://api.example.com/api, https://api.example.com/api/.%2E/admin",
        "https://api.example.com/api, https://api.example.com/api/%252e%252e/admin",
        "https://api.example.com/api, https://api.example.com/api/%25252e%25252e/admin",
        "https://api.example.com/api, https://api.example.com/api/..%2fadmin",
        "https://api.example.com/api, https://api.example.com/api/..%5Cadmin",
        "https://api.example.com/api, https://api.example.com/api/x%2Fy",
        "https://api.example.com/api, https://api.example.com/api/x%00",
        "https://api.example.com/api, https://api.example.com/api/%c0%ae%c0%ae/admin",
        // addresses
        "http://127.0.0.1/api,        http://[::ffff:127.0.0.1]/api",
        "http://127.0.0.1/api,        http://127.1/api",
        "http://127.0.0.1/api,        http://2130706433/api",
        "http://127.0.0.1/api,        http://localhost/api",
        "http://[::1]/api,            http://[::2]/api",
        "http://[::1]/api,            http://[::1%251]/api"
    })
    void doesNotCoverAnythingElse(String target, String called) throws URISyntaxException {
        assertThat(covers(target, called)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/api",
                "https://user@api.example.com/api",
                "https://api.example.com/api?x=1",
                "https://api.example.com/api#x",
                "https://api.example.com/../api",
                "https://api.example.com/a%2Fb",
                "https://api.example.com/a\\b",
                "https://api_example.com",
                "https://*.example.com",
                "ftp://api.example.com",
                "api.example.com",
                "https://",
                ""
            })
    void onlyAPlainSecurePrefixIsATarget(String written) {
        assertThatThrownBy(() -> Target.of(written, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainHttpToAnotherMachineIsATargetWhereInsecureIsAllowed() throws URISyntaxException {
        Target target = Target.of("http://api.example.com/api", true);

        assertThat(target.covers(HttpPlace.of(new URI("http://api.example.com/api/x"))))
                .isTrue();
        assertThat(target.covers(HttpPlace.of(new URI("https://api.example.com/api/x"))))
                .isFalse();
    }

    private static boolean covers(String target, String called) throws URISyntaxException {
        return Target.of(target, false).covers(HttpPlace.of(new URI(called)));
    }
}
