package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** Header of an Ethernet II frame without tag: destination, source, type. */
final class Ethernet {
    static final int HEADER_BYTES = 14;
    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;

    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private Ethernet() {}

    static long destination(MemorySegment memory, long at) {
        return NetworkOrder.u48(memory, at);
    }

    static int type(MemorySegment memory, long at) {
        return NetworkOrder.u16(memory, at + TYPE);
    }

    static void write(MemorySegment memory, long at, long destination, long source, int type) {
        NetworkOrder.put48(memory, at, destination);
        NetworkOrder.put48(memory, at + SOURCE, source);
        NetworkOrder.put16(memory, at + TYPE, type);
    }

    /** Sends the frame back to where it came from. */
    static void turnRound(MemorySegment memory, long at, long ownMac) {
        NetworkOrder.put48(memory, at, NetworkOrder.u48(memory, at + SOURCE));
        NetworkOrder.put48(memory, at + SOURCE, ownMac);
    }
}
