package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP port of 127.0.0.1 that nobody listens on. */
public final class FreePort {

    // Below the range from which systems take the ports of outgoing connections: still free when a stopped server
    // returns.
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 100;
    private static final byte[] LOCALHOST = {127, 0, 0, 1};

    private FreePort() {}

    /** Another one each time, most likely; somebody may take it before the caller does. */
    public static int choose() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No free port between " + FIRST + " and " + END);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOCALHOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
