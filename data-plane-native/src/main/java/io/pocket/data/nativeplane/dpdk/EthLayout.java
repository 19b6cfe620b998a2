package io.pocket.data.nativeplane.dpdk;

/** {@code rte_eth_fp_ops}, {@code struct rte_eth_conf}, {@code rte_eth_dev_info} and {@code rte_eth_stats} of DPDK 22.11. */
final class EthLayout {
    static final int PORTS = 32;
    /** The last slot; ports are given out from the first on, and {@link DpdkPort} refuses to use it. */
    static final int NEVER_USED = PORTS - 1;

    static final int STRIDE = 128;
    static final int RX = 0;
    static final int RX_QUEUES = 24;
    static final int TX = 64;
    static final int TX_QUEUES = 88;

    static final int CONFIGURATION_BYTES = 2272;
    static final int CONFIGURED_MTU = 12;

    static final int INFO_BYTES = 376;
    static final int INFO_DRIVER_NAME = 8;
    static final int INFO_MTU_MAX = 22;
    static final int INFO_RX_QUEUES_MAX = 44;
    static final int INFO_TX_QUEUES_MAX = 46;

    static final int STATISTICS_BYTES = 704;
    static final int RECEIVED_PACKETS = 0;
    static final int SENT_PACKETS = 8;
    static final int RECEIVED_BYTES = 16;
    static final int SENT_BYTES = 24;
    static final int MISSED = 32;
    static final int RECEIVE_ERRORS = 40;
    static final int SEND_ERRORS = 48;
    static final int NO_MBUF = 56;

    private EthLayout() {}

    static long rx(long table, int port) {
        return NativeMemory.i64(table + (long) port * STRIDE + RX);
    }

    static long tx(long table, int port) {
        return NativeMemory.i64(table + (long) port * STRIDE + TX);
    }

    static long rxQueue(long table, int port, int queue) {
        return NativeMemory.i64(NativeMemory.i64(table + (long) port * STRIDE + RX_QUEUES) + (long) queue * Long.BYTES);
    }

    static long txQueue(long table, int port, int queue) {
        return NativeMemory.i64(NativeMemory.i64(table + (long) port * STRIDE + TX_QUEUES) + (long) queue * Long.BYTES);
    }
}
