package io.pocket.data.nativeplane.dpdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for each driver over a cable: one process, started for each test. */
abstract class EchoContract {
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long MOST_SECONDS = 60;
    private static final int CHECKSUM_TRIES = 20;

    private VethPair veth;
    private EchoProcess echo;

    abstract String device();

    @BeforeEach
    void start() {
        Requirements.namespaces();
        veth = new VethPair();
        echo = EchoProcess.start(veth.port(), device());
    }

    @AfterEach
    void stop() {
        if (echo != null) {
            echo.close();
        }
        if (veth != null) {
            veth.close();
        }
    }

    @Test
    void shouldAnswerArpPingAndDatagramsAndLoseNoMbuf() throws Exception {
        long idle = echo.awaitFigures("figures", figures -> figures.get("sent_packets") >= 1)
                .get("mbufs_in_use");

        exchangeDatagrams();
        assertThat(isReachable()).isTrue();

        EchoProcess.Figures after = echo.awaitFigures(
                "all mbufs back",
                figures -> figures.get("received_packets") > 100
                        && figures.get("mbufs_in_use") <= idle + completionsHeld());
        assertThat(after.get("mbufs_in_use")).isGreaterThanOrEqualTo(0);
        assertThat(after.get("no_mbuf")).isZero();
        assertThat(after.get("mbufs_quarantined") > 0).isEqualTo(hasQuarantine());
        shouldDropAndCountBadChecksums();
        shouldSleepWhenIdle();
        EchoProcess.Figures last = echo.stop();
        assertThat(last.get("mbufs_in_use")).isLessThanOrEqualTo(idle + completionsHeld());
    }

    /** How many sent mbufs the driver may keep until it sends again. */
    abstract long completionsHeld();

    /** Whether some mbufs would lose frames. */
    abstract boolean hasQuarantine();

    private void exchangeDatagrams() throws Exception {
        boolean allEchoed = veth.client()
                .call(
                        () -> {
                            Random random = new Random(3);
                            try (EchoClient client = new EchoClient()) {
                                for (int size = 0; size <= 1472; size += 8) {
                                    byte[] body = new byte[size];
                                    random.nextBytes(body);
                                    if (!client.isEchoed(body, MOST_NANOS)) {
                                        return false;
                                    }
                                }
                                return true;
                            }
                        },
                        MOST_SECONDS);
        assertThat(allEchoed).isTrue();
    }

    /** Java sends an ICMP echo as root. */
    private boolean isReachable() throws Exception {
        return veth.client()
                .call(() -> InetAddress.getByName(VethPair.PORT_ADDRESS).isReachable(20_000), MOST_SECONDS);
    }

    /** The trap of virtual peers: checksums that no hardware writes. */
    private void shouldDropAndCountBadChecksums() throws Exception {
        veth.setClientChecksums(false);
        veth.client()
                .call(
                        () -> {
                            try (EchoClient client = new EchoClient()) {
                                for (int i = 0; i < CHECKSUM_TRIES; i++) {
                                    client.send(new byte[64], 7);
                                }
                            }
                            return null;
                        },
                        MOST_SECONDS);
        echo.awaitFigures("bad checksums counted", figures -> figures.get("drop_udp_checksum") > 0);
        veth.setClientChecksums(true);
        exchangeDatagrams();
    }

    private void shouldSleepWhenIdle() {
        long slept = echo.figures().get("sleeping_nanos");
        echo.awaitFigures("asleep", figures -> figures.get("sleeping_nanos") > slept + 20_000_000);
    }
}
