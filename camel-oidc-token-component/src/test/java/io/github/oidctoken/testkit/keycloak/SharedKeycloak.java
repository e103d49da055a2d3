package io.github.oidctoken.testkit.keycloak;

/**
 * The one server that all tests of this JVM share, with the realm {@code ifs} ({@link IfsRealm}): started at first use, ended
 * with the JVM. A test that stops the server must start it again; a test that changes users or clients must change them back.
 */
public final class SharedKeycloak {

    private SharedKeycloak() {}

    public static KeycloakServer get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        static final KeycloakServer SERVER = KeycloakServer.start(IfsRealm.RESOURCE);
    }
}
