package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot work is said at the start; and a link that goes down ends nothing. */
class RefusalTest {
    private static final String DEVICE = "af_packet=" + VethPair.PORT_INTERFACE;

    private VethPair veth;

    @BeforeEach
    void connect() {
        Requirements.namespaces();
        veth = new VethPair();
    }

    @AfterEach
    void remove() {
        if (veth != null) {
            veth.close();
        }
    }

    @Test
    void shouldRefuseAddressThatTheKernelHas() {
        veth.port().ip("address", "add", VethPair.PORT_ADDRESS + "/24", "dev", VethPair.PORT_INTERFACE);

        try (EchoProcess echo = EchoProcess.launch(veth.port(), DEVICE)) {
            assertThat(echo.awaitEnd()).isEqualTo(1);
            assertThat(echo.output())
                    .contains("the kernel has 10.77.0.2 on pocket0", "ip address del 10.77.0.2 dev pocket0")
                    .doesNotContain("Exception");
        }
    }

    /** Trap: af_packet's transmit waits in poll for ever; the process must answer, collect garbage and end all the same. */
    @Test
    void shouldEndWhileItsLinkIsDown() throws Exception {
        try (EchoProcess echo = EchoProcess.start(veth.port(), DEVICE)) {
            veth.client()
                    .call(
                            () -> {
                                try (EchoClient client = new EchoClient()) {
                                    assertThat(client.isEchoed(new byte[9], TimeUnit.SECONDS.toNanos(30)))
                                            .isTrue();
                                    for (int i = 0; i < 5000; i++) {
                                        client.send(new byte[64], 7);
                                    }
                                }
                                return null;
                            },
                            60);
            veth.port().ip("link", "set", VethPair.PORT_INTERFACE, "down");
            echo.stop();

            assertThat(echo.figures().get("mbufs_in_use")).isBetween(0L, 64L);
            assertThat(echo.output()).doesNotContain("Exception");
        }
    }
}
