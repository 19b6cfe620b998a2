package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Minutes of traffic of all kinds, good and bad, through af_packet and af_xdp at once; no mbuf may be lost.
 * {@code ./pocket test slow MbufSoakTest}; {@code -Dpocket.dpdk.soak=PT30S} makes it short.
 */
@Tag("slow")
class MbufSoakTest {
    private static final Duration DURATION = Duration.parse(System.getProperty("pocket.dpdk.soak", "PT10M"));
    private static final int WINDOW = 32;
    private static final int ECHO_PORT = 7;
    private static final int NOBODYS_PORT = 9;
    private static final long PAUSE_NANOS = 200_000;

    @Test
    void shouldLoseNoMbuf() throws Exception {
        Requirements.namespaces();
        List<FutureTask<Void>> drivers = new ArrayList<>();
        for (String driver : List.of("af_packet=", "af_xdp=")) {
            FutureTask<Void> task = new FutureTask<>(soak(driver));
            drivers.add(task);
            Thread.ofPlatform().start(task);
        }
        for (FutureTask<Void> driver : drivers) {
            driver.get(DURATION.toSeconds() + 300, TimeUnit.SECONDS);
        }
    }

    private static Callable<Void> soak(String driver) {
        return () -> {
            try (VethPair veth = new VethPair();
                    EchoProcess echo = EchoProcess.start(veth.port(), driver + VethPair.PORT_INTERFACE)) {
                long idle = echo.awaitFigures("figures", figures -> figures.get("sent_packets") >= 2)
                        .get("mbufs_in_use");
                long end = System.nanoTime() + DURATION.toNanos();
                while (System.nanoTime() - end < 0) {
                    veth.setClientChecksums(true);
                    veth.client().call(() -> traffic(Duration.ofSeconds(8)), 120);
                    veth.setClientChecksums(false);
                    veth.client().call(() -> traffic(Duration.ofSeconds(1)), 120);
                    veth.setClientUp(false);
                    veth.setClientUp(true);
                }
                judge(driver, echo, idle);
            }
            return null;
        };
    }

    private static void judge(String driver, EchoProcess echo, long idle) {
        EchoProcess.Figures after = echo.awaitFigures(
                "all mbufs back but those of one burst that af_xdp keeps until it sends again; idle: " + idle,
                figures -> Math.abs(figures.get("mbufs_in_use") - idle) <= DpdkQueue.BURST);
        System.out.println(driver + " idle " + idle + " after " + echo.output());
        assertThat(after.get("drop_udp_checksum")).isPositive();
        assertThat(after.get("drop_udp_port")).isPositive();
        assertThat(after.get("sent_packets")).isGreaterThan(DURATION.toSeconds() * 1000);
        assertThat(after.get("no_mbuf")).isZero();
        echo.stop();
    }

    /** A window of datagrams of all sizes, some to a port where nobody is, and a ping. */
    private static Void traffic(Duration duration) throws IOException {
        Random random = new Random(1);
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        long end = System.nanoTime() + duration.toNanos();
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            while (System.nanoTime() - end < 0) {
                for (int i = 0; i < WINDOW; i++) {
                    int port = random.nextInt(16) == 0 ? NOBODYS_PORT : ECHO_PORT;
                    buffer.clear().limit(random.nextInt(1473));
                    channel.send(buffer, new InetSocketAddress(VethPair.PORT_ADDRESS, port));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                do {
                    buffer.clear();
                } while (channel.receive(buffer) != null);
            }
        }
        InetAddress.getByName(VethPair.PORT_ADDRESS).isReachable(1000);
        return null;
    }
}
