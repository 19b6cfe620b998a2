package io.pocket.data.nativeplane.dpdk;

/** {@code struct rte_mbuf} of DPDK 22.11, by address: what describes a frame's buffer. Checked by {@link AbiCheck}. */
final class Mbufs {
    /** The struct itself; private data of the pool, none here, and the buffer follow. */
    static final int BYTES = 128;

    /** Before the data of a fresh one. */
    static final int HEADROOM_BYTES = 128;

    static final int NO_PORT = 0xffff;

    private static final int BUFFER = 0;
    private static final int DATA_OFFSET = 16;
    private static final int REFERENCES = 18;
    private static final int SEGMENTS = 20;
    private static final int PORT = 22;
    private static final int OFFLOAD_FLAGS = 24;
    private static final int PACKET_LENGTH = 36;
    private static final int DATA_LENGTH = 40;
    private static final int BUFFER_LENGTH = 54;
    private static final int POOL = 56;
    private static final int NEXT = 64;
    private static final int TX_OFFLOAD = 72;

    private Mbufs() {}

    static long buffer(long mbuf) {
        return NativeMemory.i64(mbuf + BUFFER);
    }

    static int dataOffset(long mbuf) {
        return NativeMemory.u16(mbuf + DATA_OFFSET);
    }

    /** Address of the frame's first byte. */
    static long data(long mbuf) {
        return buffer(mbuf) + dataOffset(mbuf);
    }

    static int references(long mbuf) {
        return NativeMemory.u16(mbuf + REFERENCES);
    }

    static int segments(long mbuf) {
        return NativeMemory.u16(mbuf + SEGMENTS);
    }

    static int port(long mbuf) {
        return NativeMemory.u16(mbuf + PORT);
    }

    static int packetLength(long mbuf) {
        return NativeMemory.i32(mbuf + PACKET_LENGTH);
    }

    static int dataLength(long mbuf) {
        return NativeMemory.u16(mbuf + DATA_LENGTH);
    }

    static int bufferLength(long mbuf) {
        return NativeMemory.u16(mbuf + BUFFER_LENGTH);
    }

    static long pool(long mbuf) {
        return NativeMemory.i64(mbuf + POOL);
    }

    static long next(long mbuf) {
        return NativeMemory.i64(mbuf + NEXT);
    }

    /** What {@code rte_pktmbuf_reset} does, which is inline in C. For one that came from its pool. */
    static void reset(long mbuf) {
        NativeMemory.put16(mbuf + DATA_OFFSET, Math.min(HEADROOM_BYTES, bufferLength(mbuf)));
        NativeMemory.put16(mbuf + REFERENCES, 1);
        NativeMemory.put16(mbuf + SEGMENTS, 1);
        NativeMemory.put16(mbuf + PORT, NO_PORT);
        NativeMemory.put64(mbuf + OFFLOAD_FLAGS, 0);
        NativeMemory.put64(mbuf + NEXT, 0);
        setLength(mbuf, 0);
        clearOffloads(mbuf);
    }

    /** Length of a frame in one segment. */
    static void setLength(long mbuf, int lengthBytes) {
        NativeMemory.put32(mbuf + PACKET_LENGTH, lengthBytes);
        NativeMemory.put16(mbuf + DATA_LENGTH, lengthBytes);
    }

    /** What the receiving driver noted about a frame is no order for the sending one: checksums are written here. */
    static void clearOffloads(long mbuf) {
        NativeMemory.put64(mbuf + OFFLOAD_FLAGS, 0);
        NativeMemory.put64(mbuf + TX_OFFLOAD, 0);
    }

    /** Hangs a second segment behind a first. */
    static void chain(long first, long second) {
        NativeMemory.put64(first + NEXT, second);
        NativeMemory.put16(first + SEGMENTS, 2);
        NativeMemory.put32(first + PACKET_LENGTH, dataLength(first) + dataLength(second));
    }
}
