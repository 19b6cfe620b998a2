package io.pocket.data.nativeplane.dpdk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory that DPDK owns, by address. A constant, so that an access is one instruction; nothing is checked, so that addresses
 * must come from DPDK only. Packet functions get it with the address of a frame, and stay within the frame's length.
 */
@SuppressWarnings("restricted")
final class NativeMemory {
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private NativeMemory() {}

    static long i64(long address) {
        return ALL.get(LONG, address);
    }

    static int i32(long address) {
        return ALL.get(INT, address);
    }

    static int u16(long address) {
        return ALL.get(SHORT, address) & 0xffff;
    }

    static void put64(long address, long value) {
        ALL.set(LONG, address, value);
    }

    static void put32(long address, int value) {
        ALL.set(INT, address, value);
    }

    static void put16(long address, int value) {
        ALL.set(SHORT, address, (short) value);
    }

    /** A text that ends with a zero byte. */
    static String text(long address) {
        return ALL.getString(address);
    }
}
