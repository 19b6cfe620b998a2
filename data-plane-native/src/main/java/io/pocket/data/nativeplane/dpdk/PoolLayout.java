package io.pocket.data.nativeplane.dpdk;

/** {@code struct rte_mempool}, its chunks of memory and the table of its operations, of DPDK 22.11. */
final class PoolLayout {
    /** How many objects a ring answers and takes through the table. */
    static final int DEQUEUE = 56;

    private static final int CONFIGURED_SIZE = 64;
    private static final int ELEMENT_BYTES = 72;
    private static final int HEADER_BYTES = 76;
    private static final int TRAILER_BYTES = 80;
    private static final int OPERATIONS_INDEX = 88;
    private static final int POPULATED_SIZE = 104;
    private static final int FIRST_CHUNK = 136;

    private static final int CHUNK_ADDRESS = 16;

    static final int TABLE_OPERATIONS = 64;
    static final int TABLE_STRIDE = 128;
    static final int ENQUEUE = 48;

    private PoolLayout() {}

    static int size(long pool) {
        return NativeMemory.i32(pool + CONFIGURED_SIZE);
    }

    static int populated(long pool) {
        return NativeMemory.i32(pool + POPULATED_SIZE);
    }

    /** What one object takes, with what stands before and behind it. */
    static int objectBytes(long pool) {
        return headerBytes(pool) + NativeMemory.i32(pool + ELEMENT_BYTES) + NativeMemory.i32(pool + TRAILER_BYTES);
    }

    static int headerBytes(long pool) {
        return NativeMemory.i32(pool + HEADER_BYTES);
    }

    /** Address of the memory that holds the objects. */
    static long firstChunk(long pool) {
        return NativeMemory.i64(NativeMemory.i64(pool + FIRST_CHUNK) + CHUNK_ADDRESS);
    }

    /** A function of the operations that this pool uses. */
    static long operation(long table, long pool, int which) {
        int index = NativeMemory.i32(pool + OPERATIONS_INDEX);
        return NativeMemory.i64(table + TABLE_OPERATIONS + (long) index * TABLE_STRIDE + which);
    }
}
