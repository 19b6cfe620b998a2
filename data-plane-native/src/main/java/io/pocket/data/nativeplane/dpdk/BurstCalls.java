package io.pocket.data.nativeplane.dpdk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls on the path of a frame, which DPDK's headers make inline: through function pointers of its tables. The handles
 * are constants that take the function as first argument, so that the compiler sees through them.
 *
 * <p>None is {@code critical}: af_packet's transmit polls its socket for ever when the ring is full, and a thread that is
 * critical then stops every garbage collection with it. It made no difference in time.
 */
@SuppressWarnings("restricted")
final class BurstCalls {
    /** {@code uint16_t burst(void *queue, struct rte_mbuf **mbufs, uint16_t count)}, to receive and to transmit. */
    private static final MethodHandle BURST =
            handle(FunctionDescriptor.of(JAVA_SHORT, JAVA_LONG, JAVA_LONG, JAVA_SHORT));

    /** {@code void rte_pktmbuf_free_bulk(struct rte_mbuf **mbufs, unsigned count)}. */
    private static final MethodHandle FREE_BULK = handle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT));

    /** {@code int (struct rte_mempool *, void **objects, unsigned count)}, to take from a pool and to put back. */
    private static final MethodHandle POOL = handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private BurstCalls() {}

    private static MethodHandle handle(FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(type);
    }

    /** How many were received into, or taken from, the array of pointers. */
    static int burst(MemorySegment function, long queue, long mbufs, int count) {
        try {
            return (short) BURST.invokeExact(function, queue, mbufs, (short) count) & 0xffff;
        } catch (Throwable e) {
            throw NativeCall.unexpected(e);
        }
    }

    static void free(MemorySegment function, long mbufs, int count) {
        try {
            FREE_BULK.invokeExact(function, mbufs, count);
        } catch (Throwable e) {
            throw NativeCall.unexpected(e);
        }
    }

    /** Whether all were taken, or put back; otherwise none. */
    static boolean pool(MemorySegment operation, long pool, long objects, int count) {
        try {
            return (int) POOL.invokeExact(operation, pool, objects, count) == 0;
        } catch (Throwable e) {
            throw NativeCall.unexpected(e);
        }
    }
}
