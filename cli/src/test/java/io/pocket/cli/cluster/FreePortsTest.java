package io.pocket.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void shouldGiveDifferentPortsBelowThoseOfOutgoingConnections() {
        FreePorts ports = new FreePorts(new Random(1));
        Set<Integer> given = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            given.add(ports.next());
        }

        assertThat(given).hasSize(100).allSatisfy(port -> assertThat(port).isBetween(10_000, 32_767));
    }

    @Test
    void shouldSkipAPortThatIsTaken() throws IOException {
        int first = new FreePorts(new Random(7)).next();
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new FreePorts(new Random(7)).next()).isNotEqualTo(taken.getLocalPort());
        }
    }
}
