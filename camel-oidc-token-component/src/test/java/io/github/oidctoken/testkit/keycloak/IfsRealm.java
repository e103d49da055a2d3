package io.github.oidctoken.testkit.keycloak;

/**
 * The names and secrets in {@code ifs-realm.json}, a realm that behaves like IFS Cloud's: refresh tokens rotate and none may
 * be used twice, a session ends after 1800 seconds without use.
 */
public final class IfsRealm {

    /** Class path resource with the realm, for {@link KeycloakServer#start}. */
    public static final String RESOURCE = "/io/github/oidctoken/testkit/keycloak/ifs-realm.json";

    public static final String NAME = "ifs";

    /** The {@code aud} of access tokens issued to {@link #SERVICE}, {@link #ROPC} and {@link #PERSON}. */
    public static final String AUDIENCE = "orders-api";

    /** Client credentials; access tokens of 180 seconds and no refresh token. */
    public static final Client SERVICE = new Client("camel-service", "camel-service-secret");

    /** Password grant; access tokens of 5 seconds, rotating refresh tokens; may introspect its own tokens. */
    public static final Client ROPC = new Client("camel-ropc", "camel-ropc-secret");

    /** Authorization code with PKCE; access tokens of 5 seconds, rotating refresh tokens. */
    public static final Client PERSON = new Client("camel-person", "camel-person-secret");

    /** Password grant; access tokens of 180 seconds, about which it may not ask: they do not name it in their {@code aud}. */
    public static final Client LOGIN = new Client("camel-login", "camel-login-secret");

    /** Public client (no secret) with the password grant; access tokens of 180 seconds. */
    public static final String PUBLIC_CLIENT_ID = "camel-public";

    /** Neither the password grant nor client credentials are allowed. */
    public static final Client NO_DIRECT = new Client("camel-nodirect", "camel-nodirect-secret");

    /** Client credentials; id and secret hold characters that HTTP Basic must form-encode (RFC 6749 section 2.3.1). */
    public static final Client ODD = new Client("camel:odd client", "s&c=r+t %");

    public static final User ALICE = new User("alice", "alice-password");

    /** An account that is switched off: the password grant answers {@code invalid_grant} "Account disabled". */
    public static final User DISABLED = new User("disabled", "disabled-password");

    private IfsRealm() {}

    /** A confidential client of the realm. */
    public record Client(String id, String secret) {}

    /** A user of the realm. */
    public record User(String name, String password) {}
}
