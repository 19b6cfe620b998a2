package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A pool of mbufs. Made, and closed, on the environment's thread, after the threads and the port that use it; mbufs are taken
 * and given back by any thread.
 */
@SuppressWarnings("restricted")
public final class MempoolOwner implements AutoCloseable {
    /** mbufs that each registered thread keeps for itself, so that it seldom touches the common ring. */
    private static final int CACHED_MBUFS = 256;

    private static final int ANY_SOCKET = -1;
    private static final int BATCH = 64;

    private final Bindings dpdk;
    private final long address;
    private final MemorySegment dequeue;
    private final MemorySegment enqueue;
    private final MemorySegment freeBulk;
    private int quarantined;

    private MempoolOwner(Bindings dpdk, long address) {
        this.dpdk = dpdk;
        this.address = address;
        dequeue = MemorySegment.ofAddress(PoolLayout.operation(dpdk.poolTable, address, PoolLayout.DEQUEUE));
        enqueue = MemorySegment.ofAddress(PoolLayout.operation(dpdk.poolTable, address, PoolLayout.ENQUEUE));
        freeBulk = MemorySegment.ofAddress(dpdk.freeBulk);
    }

    /**
     * A pool.
     *
     * @param dataRoomBytes of each mbuf, headroom included: up to 65,535
     */
    static MempoolOwner of(Bindings dpdk, String name, int mbufs, int dataRoomBytes) {
        return create(dpdk, name, mbufs, dataRoomBytes, CACHED_MBUFS);
    }

    static MempoolOwner withoutCache(Bindings dpdk, String name, int mbufs, int dataRoomBytes) {
        return create(dpdk, name, mbufs, dataRoomBytes, 0);
    }

    private static MempoolOwner create(Bindings dpdk, String name, int mbufs, int dataRoomBytes, int cached) {
        try (Arena arena = Arena.ofConfined()) {
            long address = dpdk.poolCreate.asLong(
                    arena.allocateFrom(name).address(), mbufs, cached, (short) 0, (short) dataRoomBytes, ANY_SOCKET);
            if (address == 0) {
                throw new DpdkException("no pool of " + mbufs + " mbufs of " + dataRoomBytes + " bytes: "
                        + dpdk.errorText(dpdk.errorNumber()) + "; give DPDK more memory, or ask for fewer");
            }
            return checked(dpdk, new MempoolOwner(dpdk, address));
        }
    }

    private static MempoolOwner checked(Bindings dpdk, MempoolOwner pool) {
        ExecutableMappings code = ExecutableMappings.ofThisProcess();
        String library = dpdk.release().library("mempool_ring");
        if (!code.isCodeOf(library, pool.dequeue.address()) || !code.isCodeOf(library, pool.enqueue.address())) {
            throw new UntestedDpdkException("the operations of a pool are no functions of " + library);
        }
        return pool;
    }

    long address() {
        return address;
    }

    /** Takes as many mbufs, as after {@code rte_pktmbuf_alloc}; all or none. */
    boolean allocate(MemorySegment mbufs, int count) {
        if (!BurstCalls.pool(dequeue, address, mbufs.address(), count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            Mbufs.reset(mbufs.getAtIndex(JAVA_LONG, i));
        }
        return true;
    }

    /** Gives mbufs back, chains with all their segments. */
    void free(MemorySegment mbufs, int count) {
        BurstCalls.free(freeBulk, mbufs.address(), count);
    }

    /**
     * Takes away for ever the mbufs that AF_XDP of DPDK 22.11 would lose frames in. It tells the kernel a size of the pool
     * that counts no padding at the ends of pages, so that the last mbufs lie outside and the kernel drops what is put there.
     * Call it before the port has taken any.
     */
    void quarantineBeyondPackedSize() {
        long begin = PoolLayout.firstChunk(address);
        int objectBytes = PoolLayout.objectBytes(address);
        long end = begin + (long) PoolLayout.populated(address) * objectBytes;
        int header = PoolLayout.headerBytes(address);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(JAVA_LONG, PoolLayout.size(address));
            int taken = takeAll(all);
            int kept = 0;
            for (int i = 0; i < taken; i++) {
                long object = all.getAtIndex(JAVA_LONG, i) - header;
                if (object >= begin && object + objectBytes <= end) {
                    all.setAtIndex(JAVA_LONG, kept++, all.getAtIndex(JAVA_LONG, i));
                }
            }
            putBack(all, kept);
            quarantined = taken - kept;
        }
    }

    private int takeAll(MemorySegment all) {
        int taken = 0;
        int size = PoolLayout.size(address);
        while (taken < size) {
            int count = Math.min(BATCH, size - taken);
            if (!BurstCalls.pool(dequeue, address, all.address() + (long) taken * Long.BYTES, count)) {
                throw new DpdkException("a new pool of " + size + " mbufs gave only " + taken);
            }
            taken += count;
        }
        return taken;
    }

    private void putBack(MemorySegment mbufs, int count) {
        if (!BurstCalls.pool(enqueue, address, mbufs.address(), count)) {
            throw new DpdkException("a pool does not take back its own " + count + " mbufs");
        }
    }

    /** mbufs that are never used. */
    public int quarantined() {
        return quarantined;
    }

    /** mbufs that threads, port and driver hold now, without those in quarantine. Any thread. */
    public int inUse() {
        return dpdk.poolInUse.asInt(address) - quarantined;
    }

    @Override
    public void close() {
        dpdk.poolFree.run(address);
    }
}
