package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntToLongFunction;

/**
 * Whether this DPDK is laid out as our offsets say. Anything else is refused before a device is touched, as a wrong offset
 * would write into foreign memory.
 */
final class AbiCheck {
    private static final int DATA_ROOM_BYTES = 512;
    private static final int POOL_MBUFS = 63;
    private static final int FIRST_BYTES = 100;
    private static final int SECOND_BYTES = 37;
    private static final int ALL_BYTES = -1;

    private final Bindings dpdk;
    private final TestedRelease release;

    AbiCheck(Bindings dpdk, TestedRelease release) {
        this.dpdk = dpdk;
        this.release = release;
    }

    /** What can be seen before the environment is started, which happens once only. */
    void beforeStart() {
        String version = dpdk.versionText();
        expect(version.startsWith(release.versionPrefix()), "it says that it is " + version);
        expectSize("rte_eth_fp_ops", dpdk.ethTable, release.ethTableBytes());
        expectSize("rte_mempool_ops_table", dpdk.poolTable, release.poolTableBytes());
        expectUnusedSlotsAgree();
    }

    /** What needs memory of the environment; on its thread. */
    void afterStart() {
        try (MempoolOwner pool = MempoolOwner.withoutCache(dpdk, "pocket-abi-check", POOL_MBUFS, DATA_ROOM_BYTES);
                Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(JAVA_LONG, 2);
            expect(pool.allocate(pair, 2), "a new pool of mbufs is empty");
            long first = pair.getAtIndex(JAVA_LONG, 0);
            long second = pair.getAtIndex(JAVA_LONG, 1);
            expectFresh(pool, first);
            expectFresh(pool, second);
            expectChainIsUnderstood(pool, first, second);
            pool.free(pair, 1);
            expect(pool.inUse() == 0, pool.inUse() + " of two freed mbufs did not come back");
        }
    }

    private void expectSize(String table, long address, long bytes) {
        long found = SymbolSize.at(address);
        expect(found == bytes, table + " has " + found + " bytes instead of " + bytes);
    }

    /** Slots of ports that do not exist all hold the same dummies: at another stride or offset they would differ. */
    private void expectUnusedSlotsAgree() {
        expectOneFunction("rx_pkt_burst", port -> EthLayout.rx(dpdk.ethTable, port));
        expectOneFunction("tx_pkt_burst", port -> EthLayout.tx(dpdk.ethTable, port));
    }

    private void expectOneFunction(String field, IntToLongFunction read) {
        long function = read.applyAsLong(0);
        expect(
                ExecutableMappings.ofThisProcess().isCodeOf(release.library("ethdev"), function),
                field + " of an unused port is no function of " + release.library("ethdev"));
        for (int port = 1; port < EthLayout.PORTS; port++) {
            expect(read.applyAsLong(port) == function, field + " differs among unused ports");
        }
    }

    static void expectFresh(MempoolOwner pool, long mbuf) {
        expectField("pool", Mbufs.pool(mbuf), pool.address());
        expectField("buf_addr", Mbufs.buffer(mbuf), mbuf + Mbufs.BYTES);
        expectField("buf_len", Mbufs.bufferLength(mbuf), DATA_ROOM_BYTES);
        expectField("data_off", Mbufs.dataOffset(mbuf), Mbufs.HEADROOM_BYTES);
        expectField("refcnt", Mbufs.references(mbuf), 1);
        expectField("nb_segs", Mbufs.segments(mbuf), 1);
        expectField("port", Mbufs.port(mbuf), Mbufs.NO_PORT);
        expectField("next", Mbufs.next(mbuf), 0);
    }

    private static void expectField(String field, long found, long expected) {
        expect(found == expected, field + " of a new mbuf is " + found + " instead of " + expected);
    }

    /** DPDK's own functions must see in a chain what we wrote into it. */
    private void expectChainIsUnderstood(MempoolOwner pool, long first, long second) {
        fill(first, FIRST_BYTES, 1);
        fill(second, SECOND_BYTES, 1 + FIRST_BYTES);
        Mbufs.chain(first, second);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment holder = arena.allocate(JAVA_LONG);
            int wrong = dpdk.mbufCheck.asInt(first, 1, holder.address());
            expect(wrong == 0, "rte_mbuf_check refuses a chain: " + (wrong == 0 ? "" : text(holder)));
            long copy = dpdk.mbufCopy.asLong(first, pool.address(), 0, ALL_BYTES);
            expect(copy != 0, "rte_pktmbuf_copy copies no chain");
            expectCopied(copy);
            holder.set(JAVA_LONG, 0, copy);
            pool.free(holder, 1);
        }
    }

    private static String text(MemorySegment holder) {
        return NativeMemory.text(holder.get(JAVA_LONG, 0));
    }

    private static void fill(long mbuf, int lengthBytes, int firstValue) {
        Mbufs.setLength(mbuf, lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            NativeMemory.ALL.set(JAVA_BYTE, Mbufs.data(mbuf) + i, (byte) (firstValue + i));
        }
    }

    private static void expectCopied(long copy) {
        int bytes = FIRST_BYTES + SECOND_BYTES;
        expect(
                Mbufs.segments(copy) == 1 && Mbufs.packetLength(copy) == bytes && Mbufs.dataLength(copy) == bytes,
                "rte_pktmbuf_copy sees other lengths in a chain");
        for (int i = 0; i < bytes; i++) {
            byte found = NativeMemory.ALL.get(JAVA_BYTE, Mbufs.data(copy) + i);
            expect(found == (byte) (1 + i), "rte_pktmbuf_copy sees other bytes in a chain");
        }
    }

    private static void expect(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new UntestedDpdkException(otherwise);
        }
    }
}
