package io.pocket.monitor.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Against the kernel that runs the test. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc, which only Linux has")
class LiveHostTest {
    private static final int SENT_BYTES = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final HostReader reader = new HostReader(HostPaths.live(), RecordedHost.LOOPBACK, System::nanoTime);

    @Test
    void shouldReadFiguresThatCanBeTrue() {
        HostSnapshot snapshot = reader.read();

        assertThat(snapshot.cores())
                .hasSizeGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(snapshot.memory().totalBytes()).isGreaterThan(64L << 20);
        assertThat(snapshot.memory().usedBytes())
                .isBetween(1L, snapshot.memory().totalBytes());
    }

    @Test
    void shouldSeeBytesThatWereSentOverLoopback() throws IOException {
        HostSnapshot before = reader.read();
        sendOverLoopback();
        HostSnapshot after = reader.read();

        double seconds = (after.nanoTime() - before.nanoTime()) / 1e9;
        assertThat(HostUsage.between(before, after).networkSentBytesPerSecond() * seconds)
                .isGreaterThanOrEqualTo(SENT_BYTES);
    }

    @Test
    void shouldSeeCoreThatIsKeptBusy() {
        HostSnapshot before = reader.read();
        long deadlineNanos = System.nanoTime() + DEADLINE.toNanos();
        double busiestPercent = 0;
        while (busiestPercent == 0 && System.nanoTime() < deadlineNanos) {
            busiestPercent = busiestPercent(HostUsage.between(before, reader.read()));
        }
        assertThat(busiestPercent).isGreaterThan(0).isLessThanOrEqualTo(100);
    }

    private static double busiestPercent(HostUsage usage) {
        return usage.cpuPercentPerCore().stream()
                .mapToDouble(percent -> percent)
                .max()
                .orElse(0);
    }

    private static void sendOverLoopback() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket sender = new Socket(loopback, server.getLocalPort());
                Socket receiver = server.accept()) {
            receiver.setSoTimeout((int) DEADLINE.toMillis());
            byte[] piece = new byte[8192];
            for (int sent = 0; sent < SENT_BYTES; sent += piece.length) {
                sender.getOutputStream().write(piece);
                assertThat(receiver.getInputStream().readNBytes(piece.length)).hasSize(piece.length);
            }
        }
    }
}
