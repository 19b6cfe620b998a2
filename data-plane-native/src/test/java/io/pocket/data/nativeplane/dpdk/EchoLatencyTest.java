package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * UDP echo of 64 bytes over a veth pair, seen by a client on a socket of the kernel that spins: DPDK beside Netty on epoll, in
 * turns. {@code ./pocket test slow EchoLatencyTest} prints the figures.
 */
@Tag("slow")
class EchoLatencyTest {
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 30_000;
    private static final int DATAGRAM_BYTES = 64;
    private static final long LOST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double SHARE_OF_NETTY = 0.5;

    private final List<double[]> packet = new ArrayList<>();
    private final List<double[]> xdp = new ArrayList<>();
    private final List<double[]> netty = new ArrayList<>();

    @Test
    void shouldEchoInHalfTheTimeOfNetty() throws Exception {
        Requirements.namespaces();
        try (VethPair veth = new VethPair()) {
            for (int round = 0; round < ROUNDS; round++) {
                packet.add(dpdk(veth, "af_packet="));
                xdp.add(dpdk(veth, "af_xdp="));
                netty.add(netty(veth));
            }
        }
        double nettyMedian = print("netty epoll", netty);
        double packetMedian = print("dpdk af_packet", packet);
        double xdpMedian = print("dpdk af_xdp", xdp);

        assertThat(packetMedian / nettyMedian).as("af_packet").isLessThanOrEqualTo(SHARE_OF_NETTY);
        assertThat(xdpMedian / nettyMedian).as("af_xdp").isLessThanOrEqualTo(SHARE_OF_NETTY);
    }

    private static double[] dpdk(VethPair veth, String driver) throws Exception {
        return measured(
                veth, () -> EchoProcess.start(veth.port(), driver + VethPair.PORT_INTERFACE, "--idle-after=1s"));
    }

    private static double[] netty(VethPair veth) throws Exception {
        veth.port().ip("address", "add", VethPair.PORT_ADDRESS + "/24", "dev", VethPair.PORT_INTERFACE);
        try {
            return measured(veth, () -> EchoProcess.startPeer(veth.port(), NettyEchoMain.class));
        } finally {
            veth.port().ip("address", "del", VethPair.PORT_ADDRESS + "/24", "dev", VethPair.PORT_INTERFACE);
        }
    }

    private static double[] measured(VethPair veth, Supplier<EchoProcess> start) throws Exception {
        try (EchoProcess echo = start.get()) {
            double[] micros = veth.client().call(EchoLatencyTest::roundTrips, 300);
            echo.stop();
            return micros;
        }
    }

    /** p50 and p99, in microseconds. */
    private static double[] roundTrips() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(VethPair.PORT_ADDRESS, 7));
            exchange(channel, WARM_UP);
            long[] nanos = exchange(channel, MEASURED);
            Arrays.sort(nanos);
            return new double[] {nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3};
        }
    }

    private static long[] exchange(DatagramChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            channel.write(buffer.clear());
            buffer.clear();
            while (channel.read(buffer) == 0) {
                if (System.nanoTime() - begin > LOST_AFTER_NANOS) {
                    channel.write(buffer.clear());
                    buffer.clear();
                    begin = System.nanoTime();
                }
            }
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    /** Prints the rounds and answers the median of their p50. */
    private static double print(String name, List<double[]> rounds) {
        double[] p50 = rounds.stream().mapToDouble(round -> round[0]).sorted().toArray();
        double[] p99 = rounds.stream().mapToDouble(round -> round[1]).sorted().toArray();
        System.out.printf(
                "%-15s p50 %.1f us (rounds %s), p99 %.1f us%n",
                name, p50[p50.length / 2], Arrays.toString(p50), p99[p99.length / 2]);
        return p50[p50.length / 2];
    }
}
