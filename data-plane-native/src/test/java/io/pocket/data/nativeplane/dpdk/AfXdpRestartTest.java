package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Trap: a killed process leaves its XDP program at the interface. */
class AfXdpRestartTest {
    private static final String DEVICE = "af_xdp=" + VethPair.PORT_INTERFACE;

    @Test
    void shouldComeBackAfterItWasKilled() throws Exception {
        Requirements.namespaces();
        try (VethPair veth = new VethPair()) {
            try (EchoProcess killed = EchoProcess.start(veth.port(), DEVICE)) {
                assertThat(isEchoing(veth)).isTrue();
                killed.kill();
            }
            assertThat(hasProgram(veth)).as("what a kill leaves").isTrue();

            try (EchoProcess restarted = EchoProcess.start(veth.port(), DEVICE)) {
                assertThat(isEchoing(veth)).isTrue();
                restarted.stop();
            }
            assertThat(hasProgram(veth)).as("what a clean end leaves").isFalse();
        }
    }

    private static boolean hasProgram(VethPair veth) {
        return Command.run(veth.port().command("ip", "link", "show", "dev", VethPair.PORT_INTERFACE))
                .contains("xdp");
    }

    private static boolean isEchoing(VethPair veth) throws Exception {
        return veth.client()
                .call(
                        () -> {
                            try (EchoClient client = new EchoClient()) {
                                return client.isEchoed(new byte[] {1, 2, 3}, TimeUnit.SECONDS.toNanos(30));
                            }
                        },
                        60);
    }
}
