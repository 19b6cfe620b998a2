package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pocket.data.nativeplane.dpdk.packet.Drop;
import io.pocket.data.nativeplane.dpdk.packet.FrameHandler;
import io.pocket.data.nativeplane.dpdk.packet.FrameOutput;
import io.pocket.data.nativeplane.dpdk.packet.Ipv4Address;
import io.pocket.data.nativeplane.dpdk.packet.Outcome;
import io.pocket.data.nativeplane.ffi.SignalHandlers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one environment of this process, without any device of the machine. */
class EalTest {
    private static final EalOptions OPTIONS = new EalOptions(128, false, List.of());
    private static final PollingOptions POLLING =
            new PollingOptions(false, Duration.ofMillis(1), Duration.ofMillis(1), OptionalInt.of(0));
    private static final Duration MOST = Duration.ofSeconds(30);

    private static Eal eal;

    @BeforeAll
    static void start() {
        Requirements.dpdk();
        eal = Eal.start(OPTIONS);
    }

    @AfterAll
    static void close() {
        if (eal != null) {
            eal.close();
            assertThatThrownBy(() -> Eal.start(OPTIONS)).isInstanceOf(EalAlreadyStartedException.class);
        }
    }

    @Test
    void shouldStartOnceInAProcess() {
        assertThatThrownBy(() -> Eal.start(OPTIONS))
                .isInstanceOf(EalAlreadyStartedException.class)
                .hasMessageContaining("start another process");
    }

    @Test
    void shouldAnswerWhatDpdkSaysToASecondStart() {
        assertThatThrownBy(() -> eal.onThread(() -> {
                    Eal.initialise(eal.dpdk(), OPTIONS);
                    return null;
                }))
                .isInstanceOf(EalAlreadyStartedException.class);
    }

    @Test
    void shouldLeaveTheFaultHandlersOfTheJvmAlone() {
        for (int signal : new int[] {SignalHandlers.SIGBUS, 11}) {
            assertThat(SignalHandlers.libraryThatHandles(signal)).endsWith("libjvm.so");
        }
    }

    @Test
    void shouldTouchNoDeviceThatWasNotNamed() {
        try (DpdkPort port = open()) {
            assertThat(eal.onThread(() -> eal.dpdk().portCount.asInt())).isEqualTo(1);
            assertThat(port.name()).startsWith("net_null");
        }
        assertThat(eal.onThread(() -> eal.dpdk().portCount.asInt())).isZero();
    }

    @Test
    void shouldKeepItsMemoryWhileAPortIsOpen() {
        try (DpdkPort port = open()) {
            assertThatThrownBy(eal::close)
                    .as("with %s open", port.name())
                    .isInstanceOf(DpdkException.class)
                    .hasMessageContaining("1 ports are open");
        }
    }

    @Test
    void shouldRefuseReleaseThatIsNotInItsTable() {
        TestedRelease other = new TestedRelease(23, "DPDK 22.07.", 4096, 2112);

        assertThatThrownBy(() -> new AbiCheck(eal.dpdk(), other).beforeStart())
                .isInstanceOf(UntestedDpdkException.class)
                .hasMessageContaining("it says that it is DPDK 22.11.")
                .hasMessageContaining("tested releases: [DPDK 22.11.x]");
    }

    @Test
    void shouldRefuseTablesOfAnotherSize() {
        TestedRelease otherPorts = new TestedRelease(23, "DPDK 22.11.", 4097, 2112);
        TestedRelease otherPools = new TestedRelease(23, "DPDK 22.11.", 4096, 2048);

        assertThatThrownBy(() -> new AbiCheck(eal.dpdk(), otherPorts).beforeStart())
                .hasMessageContaining("rte_eth_fp_ops has 4096 bytes instead of 4097");
        assertThatThrownBy(() -> new AbiCheck(eal.dpdk(), otherPools).beforeStart())
                .hasMessageContaining("rte_mempool_ops_table has 2112 bytes instead of 2048");
    }

    @Test
    void shouldRefuseTableWhoseUnusedPortsDiffer() {
        DpdkPort inFirstSlot = open();
        try (DpdkPort inSecondSlot = open()) {
            assertThatThrownBy(() -> new AbiCheck(eal.dpdk(), eal.dpdk().release()).beforeStart())
                    .isInstanceOf(UntestedDpdkException.class)
                    .hasMessageContaining("rx_pkt_burst of an unused port is no function of librte_ethdev.so.23");

            inFirstSlot.close();

            assertThatThrownBy(() -> new AbiCheck(eal.dpdk(), eal.dpdk().release()).beforeStart())
                    .as("with only %s", inSecondSlot.name())
                    .isInstanceOf(UntestedDpdkException.class)
                    .hasMessageContaining("rx_pkt_burst differs among unused ports");
        } finally {
            inFirstSlot.close();
        }
    }

    @Test
    void shouldRefuseMbufThatIsNotAsNew() {
        try (MempoolOwner pool = pool("pocket-test-fresh", 63, 512);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mbufs = arena.allocate(JAVA_LONG, 1);
            pool.allocate(mbufs, 1);
            long mbuf = mbufs.get(JAVA_LONG, 0);
            NativeMemory.put16(mbuf + 18, 2);

            assertThatThrownBy(() -> AbiCheck.expectFresh(pool, mbuf))
                    .isInstanceOf(UntestedDpdkException.class)
                    .hasMessageContaining("refcnt of a new mbuf is 2 instead of 1");

            NativeMemory.put16(mbuf + 18, 1);
            pool.free(mbufs, 1);
        }
    }

    /** Trap: handles that are bound before the port is started reach a dummy. */
    @Test
    void shouldRefuseQueueOfPortThatIsNotStarted() {
        int notThere = 5;
        try (MempoolOwner pool = pool("pocket-test-dummy", 63, 512);
                Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> new DpdkQueue(eal.dpdk(), notThere, 0, pool, new QueueCounters(), arena))
                    .isInstanceOf(DpdkException.class)
                    .hasMessageContaining("port 5 is not started");
        }
    }

    /** Trap: error numbers belong to the thread that failed. */
    @Test
    void shouldReadTheErrorNumberOfTheThreadThatFailed() throws InterruptedException {
        int onEal = eal.onThread(() -> {
            failToMakePool();
            return eal.dpdk().errorNumber();
        });
        AtomicReference<Integer> elsewhere = new AtomicReference<>();
        Thread other = Thread.ofPlatform().start(() -> elsewhere.set(eal.dpdk().errorNumber()));
        other.join();

        assertThat(onEal).isPositive();
        assertThat(elsewhere.get()).isZero();
    }

    private static void failToMakePool() {
        assertThatThrownBy(() -> MempoolOwner.of(eal.dpdk(), "pocket-test-huge", 1 << 20, 3840))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("give DPDK more memory");
    }

    /** Trap: AF_XDP tells the kernel a size of the pool in which padding of pages is not counted. */
    @Test
    void shouldQuarantineMbufsThatLieBeyondThePackedSize() {
        try (MempoolOwner pool = pool("pocket-test-padded", 1000, 2432);
                Arena arena = Arena.ofConfined()) {
            eal.onThread(() -> {
                pool.quarantineBeyondPackedSize();
                return null;
            });
            long begin = PoolLayout.firstChunk(pool.address());
            long end = begin + 1000L * PoolLayout.objectBytes(pool.address());
            MemorySegment all = arena.allocate(JAVA_LONG, 1000);
            int left = 1000 - pool.quarantined();

            assertThat(pool.quarantined()).isBetween(300, 400);
            assertThat(pool.inUse()).isZero();
            assertThat(pool.allocate(all, left)).isTrue();
            assertThat(pool.inUse()).isEqualTo(left);
            assertThat(pool.allocate(all.asSlice(0, 8), 1))
                    .as("quarantined ones are never given out")
                    .isFalse();
            for (int i = 0; i < left; i++) {
                assertThat(all.getAtIndex(JAVA_LONG, i))
                        .isBetween(begin, end - PoolLayout.objectBytes(pool.address()) + 64);
            }
            pool.free(all, left);
            assertThat(pool.inUse()).isZero();
        }
    }

    @Test
    void shouldReceiveAndSendBurstsAndGiveAllMbufsBack() {
        MempoolOwner pool;
        try (DpdkPort port = open()) {
            pool = port.pool();
            port.handle(queue -> new Answers(), POLLING);
            DpdkMetrics metrics = new DpdkMetrics(port);
            await(() -> metrics.value(QueueCounter.SENT_PACKETS) > 100_000);
            await(() -> metrics.drops(Drop.NOT_FOR_US) > 100_000);
            await(() -> metrics.drops(Drop.HANDLER_FAILURE) > 1000);

            assertThat(metrics.value(QueueCounter.BUSY_NANOS)).isPositive();
            assertThat(metrics.collect()).extracting(family -> family.name).contains("pocket_dpdk_drops");
            assertThat(pool.inUse()).isBetween(0, 1024);
            assertThat(port.statistics().receivedPackets()).isGreaterThan(200_000);
        }
    }

    @Test
    void shouldLetTheQueueThreadTakeAndKeepOneMbufOfItsOwn() {
        try (DpdkPort port = open()) {
            port.handle(queue -> new Beginner(), POLLING);
            DpdkMetrics metrics = new DpdkMetrics(port);
            await(() -> metrics.drops(Drop.NOT_FOR_US) > 100_000);

            assertThat(port.pool().inUse())
                    .as("begun again and again, taken once")
                    .isLessThan(1024);
        }
    }

    private static DpdkPort open() {
        return DpdkPort.open(
                eal, new PortOptions(new PortDevice.Nothing(), Ipv4Address.parse("10.0.0.2"), 1500, 8192, 1));
    }

    private static MempoolOwner pool(String name, int mbufs, int dataRoomBytes) {
        return eal.onThread(() -> MempoolOwner.withoutCache(eal.dpdk(), name, mbufs, dataRoomBytes));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + MOST.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("not within " + MOST).isNegative();
            Thread.onSpinWait();
        }
    }

    /** Sends one half back, drops the other, and fails now and then. */
    private static final class Answers implements FrameHandler {
        private int frames;

        @Override
        public int receive(MemorySegment memory, long at, int lengthBytes) {
            frames++;
            if (frames % 64 == 0) {
                throw new IllegalStateException("a bug");
            }
            memory.set(JAVA_BYTE, at, (byte) frames);
            return frames % 2 == 0 ? Outcome.reply(lengthBytes) : Outcome.drop(Drop.NOT_FOR_US);
        }

        @Override
        public void turn(long nowNanos, FrameOutput output) {
            // Answers only.
        }
    }

    /** Begins a frame in each turn and never sends it. */
    private static final class Beginner implements FrameHandler {
        @Override
        public int receive(MemorySegment memory, long at, int lengthBytes) {
            return Outcome.drop(Drop.NOT_FOR_US);
        }

        @Override
        public void turn(long nowNanos, FrameOutput output) {
            assertThat(output.begin()).isNotEqualTo(FrameOutput.NO_ROOM);
        }
    }
}
