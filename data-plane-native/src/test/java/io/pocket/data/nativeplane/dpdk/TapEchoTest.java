package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TapEchoTest {
    private static final String INTERFACE = "pockettap0";

    @Test
    void shouldAnswerTheKernelOfItsOwnMachine() throws Exception {
        Requirements.tap();
        try (NetworkNamespace namespace = NetworkNamespace.create();
                EchoProcess echo = EchoProcess.start(namespace, "tap=" + INTERFACE)) {
            namespace.ip("address", "add", "10.77.0.1/24", "dev", INTERFACE);
            namespace.ip("link", "set", INTERFACE, "up");

            boolean echoed = namespace.call(
                    () -> {
                        try (EchoClient client = new EchoClient()) {
                            return client.isEchoed(new byte[] {1, 2, 3}, TimeUnit.SECONDS.toNanos(30));
                        }
                    },
                    60);

            assertThat(echoed).isTrue();
            assertThat(echo.stop().get("mbufs_in_use")).isLessThanOrEqualTo(4096);
        }
    }
}
