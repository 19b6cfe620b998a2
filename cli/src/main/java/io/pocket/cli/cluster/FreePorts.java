package io.pocket.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Picks free loopback ports below the range that systems use for outgoing connections (Linux: from 32768, IANA: from
 * 49152), so a process that is killed and restarted finds its port free: no connection can have taken it as its source.
 */
public final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int END = 32_768;
    private static final int ATTEMPTS_MAX = 1_000;

    private final RandomGenerator random;
    private final Set<Integer> given = new HashSet<>();

    /** @param random where to look first */
    public FreePorts(RandomGenerator random) {
        this.random = random;
    }

    /** A port that nobody listens on now, different from those given before. */
    public int next() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = random.nextInt(FIRST, END);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new ClusterException("no free port between " + FIRST + " and " + END + " on loopback");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
