package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP port of 127.0.0.1 that nobody listens on. */
public final class FreePort {

    // Below the range from which systems take the ports of outgoing connections: still free when a stopped server
    // returns.
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    // Each JVM that runs at the same time has a share of its own, and gives out one port after another: what was chosen
    // is bound later.
    private static final int SHARE = 200;
    private static final int MINE = FIRST + (int) (ProcessHandle.current().pid() % ((END - FIRST) / SHARE)) * SHARE;
    private static final AtomicInteger CHOSEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(SHARE));
    private static final byte[] LOCALHOST = {127, 0, 0, 1};

    private FreePort() {}

    /** Another one each time; somebody may take it before the caller does. */
    public static int choose() throws IOException {
        for (int i = 0; i < SHARE; i++) {
            int port = MINE + CHOSEN.getAndIncrement() % SHARE;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No free port between " + MINE + " and " + (MINE + SHARE));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOCALHOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
