package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.pocket.data.nativeplane.dpdk.packet.FrameHandler;
import io.pocket.data.nativeplane.dpdk.packet.Host;
import io.pocket.data.nativeplane.dpdk.packet.MacAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An Ethernet port of DPDK with its pool of mbufs and a thread for each of its queues. Any thread may open it, look at its
 * figures and close it; frames are handled by the queues' threads.
 */
public final class DpdkPort implements AutoCloseable {
    /** Devices and pools have names, which must not come twice in a process. */
    private static final AtomicInteger NEXT_NAME = new AtomicInteger();

    private static final Duration STOP_MAX = Duration.ofSeconds(10);
    private static final int MAC_BYTES = 6;
    private static final int DEFAULT_DESCRIPTORS = 0;

    private final Eal eal;
    private final Bindings dpdk;
    private final PortOptions options;
    private final String deviceName;
    private final int number;
    private final Arena arena = Arena.ofShared();
    private final List<QueueLoop> loops = new ArrayList<>();
    private MempoolOwner pool;
    private MacAddress mac;
    private boolean started;
    private boolean closed;

    private DpdkPort(Eal eal, PortOptions options, String deviceName, int number) {
        this.eal = eal;
        this.dpdk = eal.dpdk();
        this.options = options;
        this.deviceName = deviceName;
        this.number = number;
    }

    /**
     * Opens a device and starts it. Nothing is handled before {@link #handle}.
     *
     * @throws DpdkException if the device cannot be had; the message says why, and the remedy
     */
    public static DpdkPort open(Eal eal, PortOptions options) {
        options.device().driver().ifPresent(eal::requireDriver);
        options.device().sharedInterface().ifPresent(name -> InterfaceCheck.check(name, options.address()));
        return eal.onThread(() -> openOnThread(eal, options));
    }

    private static DpdkPort openOnThread(Eal eal, PortOptions options) {
        int sequence = NEXT_NAME.getAndIncrement();
        String name = DeviceArguments.name(options.device(), sequence);
        int number = plug(eal, options, name, sequence);
        DpdkPort port = new DpdkPort(eal, options, name, number);
        try {
            port.configure(sequence);
            port.start();
            eal.portOpened();
            return port;
        } catch (RuntimeException e) {
            port.closeOnThread();
            throw e;
        }
    }

    private static int plug(Eal eal, PortOptions options, String name, int sequence) {
        Bindings dpdk = eal.dpdk();
        try (Arena arena = Arena.ofConfined()) {
            if (options.device().driver().isPresent()) {
                String device = DeviceArguments.of(options, sequence);
                int failed = dpdk.deviceProbe.asInt(arena.allocateFrom(device).address());
                if (failed != 0) {
                    throw new DpdkException(
                            "no port on " + device + ": " + dpdk.errorText(failed)
                                    + "; the log on standard error says more. It needs root, or the capabilities in docs/native.md");
                }
            }
            MemorySegment found = arena.allocate(JAVA_SHORT);
            int failed = dpdk.portByName.asInt(arena.allocateFrom(name).address(), found.address());
            int number = Short.toUnsignedInt(found.get(JAVA_SHORT, 0));
            if (failed != 0 || number >= EthLayout.NEVER_USED) {
                throw new DpdkException("DPDK has no port " + name
                        + ": a PCI device must be in the allow-list and bound to vfio-pci (docs/native.md); ports 0 to "
                        + (EthLayout.NEVER_USED - 1) + " can be used");
            }
            return number;
        }
    }

    private void configure(int sequence) {
        requireQueues();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment configuration = scratch.allocate(EthLayout.CONFIGURATION_BYTES, Long.BYTES);
            configuration.set(JAVA_INT, EthLayout.CONFIGURED_MTU, options.mtuBytes());
            short queues = (short) options.queues();
            check("configure", dpdk.portConfigure.asInt(id(), queues, queues, configuration.address()));
        }
        pool = MempoolOwner.of(dpdk, "pocket-mbufs-" + sequence, options.mbufs(), MbufSize.dataRoomBytes(options));
        if (options.device() instanceof PortDevice.AfXdp) {
            pool.quarantineBeyondPackedSize();
        }
        int socket = dpdk.portSocket.asInt(id());
        for (short queue = 0; queue < options.queues(); queue++) {
            check(
                    "set up a receive queue of",
                    dpdk.rxQueueSetup.asInt(id(), queue, (short) DEFAULT_DESCRIPTORS, socket, 0L, pool.address()));
            check(
                    "set up a transmit queue of",
                    dpdk.txQueueSetup.asInt(id(), queue, (short) DEFAULT_DESCRIPTORS, socket, 0L));
        }
    }

    private void requireQueues() {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment info = scratch.allocate(EthLayout.INFO_BYTES, Long.BYTES);
            check("ask about", dpdk.portInfo.asInt(id(), info.address()));
            int receive = Short.toUnsignedInt(info.get(JAVA_SHORT, EthLayout.INFO_RX_QUEUES_MAX));
            int transmit = Short.toUnsignedInt(info.get(JAVA_SHORT, EthLayout.INFO_TX_QUEUES_MAX));
            if (options.queues() > Math.min(receive, transmit)) {
                throw new DpdkException(deviceName + " has " + receive + " receive and " + transmit
                        + " transmit queues, fewer than the " + options.queues() + " asked for");
            }
        }
    }

    private void start() {
        check("start", dpdk.portStart.asInt(id()));
        started = true;
        mac = readMac();
        requireCodeOfDriver(EthLayout.rx(dpdk.ethTable, number));
        requireCodeOfDriver(EthLayout.tx(dpdk.ethTable, number));
    }

    /** A function pointer at an offset that is none of ours could point anywhere. */
    private void requireCodeOfDriver(long function) {
        String library = options.device().driver().map(Driver::library).orElse("net_");
        if (!ExecutableMappings.ofThisProcess().isCodeOf("librte_" + library, function)) {
            throw new UntestedDpdkException(
                    "the burst functions of " + deviceName + " are no code of librte_" + library);
        }
    }

    private MacAddress readMac() {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment address = scratch.allocate(MAC_BYTES);
            check("read the MAC address of", dpdk.portMac.asInt(id(), address.address()));
            MacAddress found = MacAddress.of(address.toArray(JAVA_BYTE));
            return options.device() instanceof PortDevice.Tap ? found.neighbour() : found;
        }
    }

    /** Who the stack above this port is. */
    public Host host() {
        return new Host(mac, options.address());
    }

    public String name() {
        return deviceName;
    }

    /**
     * Starts a thread for each queue.
     *
     * @param handlers makes what is above each queue, by the queue's number
     */
    public void handle(Function<Integer, FrameHandler> handlers, PollingOptions polling) {
        if (!loops.isEmpty()) {
            throw new IllegalStateException("queues of " + deviceName + " have their threads already");
        }
        for (int i = 0; i < options.queues(); i++) {
            QueueCounters counters = new QueueCounters();
            DpdkQueue queue = new DpdkQueue(dpdk, number, i, pool, counters, arena);
            loops.add(QueueLoop.start(deviceName + "-" + i, dpdk, queue, handlers.apply(i), counters, polling));
        }
    }

    /** What the driver counted since the start. */
    public PortStatistics statistics() {
        return eal.onThread(this::readStatistics);
    }

    private PortStatistics readStatistics() {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment counts = scratch.allocate(EthLayout.STATISTICS_BYTES, Long.BYTES);
            check("read the statistics of", dpdk.portStatistics.asInt(id(), counts.address()));
            return new PortStatistics(
                    count(counts, EthLayout.RECEIVED_PACKETS),
                    count(counts, EthLayout.RECEIVED_BYTES),
                    count(counts, EthLayout.SENT_PACKETS),
                    count(counts, EthLayout.SENT_BYTES),
                    count(counts, EthLayout.MISSED),
                    count(counts, EthLayout.RECEIVE_ERRORS),
                    count(counts, EthLayout.SEND_ERRORS),
                    count(counts, EthLayout.NO_MBUF));
        }
    }

    private static long count(MemorySegment counts, int at) {
        return counts.get(JAVA_LONG, at);
    }

    public MempoolOwner pool() {
        return pool;
    }

    List<QueueCounters> counters() {
        return loops.stream().map(QueueLoop::counters).toList();
    }

    private short id() {
        return (short) number;
    }

    private void check(String what, int failed) {
        if (failed != 0) {
            throw new DpdkException("cannot " + what + " " + deviceName + ": " + dpdk.errorText(failed));
        }
    }

    /**
     * Ends the queues' threads, then stops the device and gives it back.
     *
     * @throws DpdkException if a thread does not end, such as in a driver that waits for its ring: device and pool then stay
     *     as they are, as the thread still uses them
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        loops.forEach(QueueLoop::requestStop);
        loops.forEach(loop -> loop.awaitEnd(STOP_MAX));
        eal.onThread(() -> {
            closeOnThread();
            return null;
        });
        eal.portClosed();
        arena.close();
    }

    private void closeOnThread() {
        if (started) {
            dpdk.portStop.run(id());
            started = false;
        }
        dpdk.portClose.run(id());
        if (options.device().driver().isPresent()) {
            try (Arena scratch = Arena.ofConfined()) {
                dpdk.deviceUnplug.run(
                        scratch.allocateFrom("vdev").address(),
                        scratch.allocateFrom(deviceName).address());
            }
        }
        if (pool != null) {
            pool.close();
        }
    }
}
