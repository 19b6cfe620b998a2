package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.pocket.data.nativeplane.ffi.DynamicLoader;
import io.pocket.data.nativeplane.ffi.LibraryNotLoadedException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Every function and table of DPDK that is used, as exported: pointers are {@code long}, {@code uint16_t} is {@code short}.
 * What the inline functions of DPDK's headers do is in {@link BurstCalls}. Nothing calls back into Java, as an exception that
 * left such a call would end the JVM; and nothing is {@code critical}, as a driver may wait (af_packet's transmit for ever).
 */
final class Bindings {
    private static final MemoryLayout POINTER = JAVA_LONG;
    private static final MemoryLayout PORT = JAVA_SHORT;

    private final DynamicLoader loader;
    private final TestedRelease release;

    final NativeCall version;
    final NativeCall ealInit;
    final NativeCall ealCleanup;
    final NativeCall errorText;
    final NativeCall threadRegister;
    final NativeCall threadUnregister;
    final NativeCall threadSetAffinity;

    final NativeCall deviceProbe;
    final NativeCall deviceUnplug;
    final NativeCall portByName;
    final NativeCall portCount;
    final NativeCall portInfo;
    final NativeCall portConfigure;
    final NativeCall portMac;
    final NativeCall portStatistics;
    final NativeCall portStart;
    final NativeCall portStop;
    final NativeCall portClose;
    final NativeCall portSocket;
    final NativeCall rxQueueSetup;
    final NativeCall txQueueSetup;

    final NativeCall poolCreate;
    final NativeCall poolFree;
    final NativeCall poolInUse;
    final NativeCall mbufCopy;
    final NativeCall mbufCheck;

    final long ethTable;
    final long poolTable;
    final long freeBulk;

    private Bindings(DynamicLoader loader, TestedRelease release) throws LibraryNotLoadedException {
        this.loader = loader;
        this.release = release;
        version = call("rte_version", POINTER);
        ealInit = call("rte_eal_init", JAVA_INT, JAVA_INT, POINTER);
        ealCleanup = call("rte_eal_cleanup", JAVA_INT);
        errorText = call("rte_strerror", POINTER, JAVA_INT);
        threadRegister = call("rte_thread_register", JAVA_INT);
        threadUnregister = action("rte_thread_unregister");
        threadSetAffinity = call("rte_thread_set_affinity", JAVA_INT, POINTER);
        deviceProbe = call("rte_dev_probe", JAVA_INT, POINTER);
        deviceUnplug = call("rte_eal_hotplug_remove", JAVA_INT, POINTER, POINTER);
        portByName = call("rte_eth_dev_get_port_by_name", JAVA_INT, POINTER, POINTER);
        portCount = call("rte_eth_dev_count_avail", JAVA_SHORT);
        portInfo = call("rte_eth_dev_info_get", JAVA_INT, PORT, POINTER);
        portConfigure = call("rte_eth_dev_configure", JAVA_INT, PORT, JAVA_SHORT, JAVA_SHORT, POINTER);
        portMac = call("rte_eth_macaddr_get", JAVA_INT, PORT, POINTER);
        portStatistics = call("rte_eth_stats_get", JAVA_INT, PORT, POINTER);
        portStart = call("rte_eth_dev_start", JAVA_INT, PORT);
        portStop = call("rte_eth_dev_stop", JAVA_INT, PORT);
        portClose = call("rte_eth_dev_close", JAVA_INT, PORT);
        portSocket = call("rte_eth_dev_socket_id", JAVA_INT, PORT);
        rxQueueSetup =
                call("rte_eth_rx_queue_setup", JAVA_INT, PORT, JAVA_SHORT, JAVA_SHORT, JAVA_INT, POINTER, POINTER);
        txQueueSetup = call("rte_eth_tx_queue_setup", JAVA_INT, PORT, JAVA_SHORT, JAVA_SHORT, JAVA_INT, POINTER);
        poolCreate =
                call("rte_pktmbuf_pool_create", POINTER, POINTER, JAVA_INT, JAVA_INT, JAVA_SHORT, JAVA_SHORT, JAVA_INT);
        poolFree = action("rte_mempool_free", POINTER);
        poolInUse = call("rte_mempool_in_use_count", JAVA_INT, POINTER);
        mbufCopy = call("rte_pktmbuf_copy", POINTER, POINTER, POINTER, JAVA_INT, JAVA_INT);
        mbufCheck = call("rte_mbuf_check", JAVA_INT, POINTER, JAVA_INT, POINTER);
        ethTable = address("rte_eth_fp_ops");
        poolTable = address("rte_mempool_ops_table");
        freeBulk = address("rte_pktmbuf_free_bulk");
    }

    /**
     * Loads DPDK's libraries and the drivers that are installed. Starts nothing.
     *
     * @throws DpdkException if there is no tested release here
     */
    static Bindings load() {
        return load(TestedRelease.TABLE);
    }

    static Bindings load(List<TestedRelease> releases) {
        DynamicLoader loader = DynamicLoader.ofPlatform()
                .orElseThrow(() -> new DpdkException("no DPDK: this platform has no dlopen; it needs Linux"));
        List<String> failures = new ArrayList<>();
        for (TestedRelease release : releases) {
            try {
                loader.load(release.library("ethdev"));
                loader.load(release.library("mempool_ring"));
                return new Bindings(loader, release);
            } catch (LibraryNotLoadedException e) {
                failures.add(e.getMessage());
            }
        }
        throw new DpdkException("no DPDK: " + String.join("; ", failures) + "; " + Driver.HOW_TO_GET_THEM);
    }

    /**
     * Loads a driver, before the environment starts: it then knows it.
     *
     * @return whether it is installed
     */
    boolean loadDriver(String name) {
        try {
            loader.load(release.library(name));
            return true;
        } catch (LibraryNotLoadedException e) {
            return false;
        }
    }

    TestedRelease release() {
        return release;
    }

    String versionText() {
        return NativeMemory.text(version.asLong());
    }

    /** Text of an error number, with the number. */
    String errorText(int number) {
        return NativeMemory.text(errorText.asLong(Math.abs(number))) + " (" + Math.abs(number) + ")";
    }

    /**
     * DPDK's error number of this thread. It is thread-local, so its address is looked up at each call, on the thread that
     * made the failed call, and never kept.
     */
    int errorNumber() {
        return NativeMemory.i32(addressIfAny("per_lcore__rte_errno"));
    }

    /** Address of a symbol. */
    long address(String symbol) throws LibraryNotLoadedException {
        return loader.find(symbol)
                .orElseThrow(() -> new LibraryNotLoadedException("no loaded library has " + symbol))
                .address();
    }

    private long addressIfAny(String symbol) {
        return loader.find(symbol)
                .orElseThrow(() -> new UntestedDpdkException("it has no " + symbol))
                .address();
    }

    private NativeCall call(String name, MemoryLayout result, MemoryLayout... parameters)
            throws LibraryNotLoadedException {
        return new NativeCall(loader.function(name, FunctionDescriptor.of(result, parameters)));
    }

    private NativeCall action(String name, MemoryLayout... parameters) throws LibraryNotLoadedException {
        return new NativeCall(loader.function(name, FunctionDescriptor.ofVoid(parameters)));
    }
}
