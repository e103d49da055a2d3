package io.github.oidctoken.oauth2.renewal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a node is called when nobody has named it: its host, and something random since a host may run several. */
final class NodeName {

    private static final int LONGEST = 60;

    private NodeName() {}

    static String any(RandomGenerator random) {
        String host = host();
        return "%s-%04x".formatted(host.substring(0, Math.min(LONGEST, host.length())), random.nextInt(1 << 16));
    }

    /** The environment is asked first, because a lookup may be slow. */
    private static String host() {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(System::getenv)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElseGet(NodeName::localHost);
    }

    private static String localHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
