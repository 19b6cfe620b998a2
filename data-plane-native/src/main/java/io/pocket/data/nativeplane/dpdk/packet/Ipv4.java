package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** An IPv4 header without options (RFC 791). */
final class Ipv4 {
    static final int HEADER_BYTES = 20;

    private static final int VERSION = 4;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int FRAGMENT_BITS = 0x3fff;
    private static final int TIME_TO_LIVE = 64;

    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FLAGS_AND_OFFSET = 6;
    private static final int HOPS = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int BOTH_ADDRESSES_BYTES = 8;

    private Ipv4() {}

    static boolean isVersion4(MemorySegment memory, long ip) {
        return NetworkOrder.u8(memory, ip) >>> 4 == VERSION;
    }

    /** As the header says; 20 without options. */
    static int headerBytes(MemorySegment memory, long ip) {
        return (NetworkOrder.u8(memory, ip) & 0xf) * 4;
    }

    static int totalBytes(MemorySegment memory, long ip) {
        return NetworkOrder.u16(memory, ip + TOTAL_LENGTH);
    }

    static boolean isFragment(MemorySegment memory, long ip) {
        return (NetworkOrder.u16(memory, ip + FLAGS_AND_OFFSET) & FRAGMENT_BITS) != 0;
    }

    static int protocol(MemorySegment memory, long ip) {
        return NetworkOrder.u8(memory, ip + PROTOCOL);
    }

    static int source(MemorySegment memory, long ip) {
        return NetworkOrder.i32(memory, ip + SOURCE);
    }

    static int destination(MemorySegment memory, long ip) {
        return NetworkOrder.i32(memory, ip + DESTINATION);
    }

    static boolean isChecksumRight(MemorySegment memory, long ip) {
        return InternetChecksum.isRight(InternetChecksum.sum(memory, ip, headerBytes(memory, ip)));
    }

    /** Sum over the pseudo header of a transport's checksum; the same in both directions. */
    static long pseudoHeaderSum(MemorySegment memory, long ip, int transportBytes) {
        return (long) InternetChecksum.sum(memory, ip + SOURCE, BOTH_ADDRESSES_BYTES)
                + protocol(memory, ip)
                + transportBytes;
    }

    /** Sends the packet back to where it came from, with so many bytes behind the header. It cannot be fragmented, so needs no number. */
    static void turnRound(MemorySegment memory, long ip, int ownAddress, int payloadBytes) {
        int peer = source(memory, ip);
        NetworkOrder.put16(memory, ip + TOTAL_LENGTH, HEADER_BYTES + payloadBytes);
        NetworkOrder.put16(memory, ip + IDENTIFICATION, 0);
        NetworkOrder.put16(memory, ip + FLAGS_AND_OFFSET, DONT_FRAGMENT);
        NetworkOrder.put8(memory, ip + HOPS, TIME_TO_LIVE);
        NetworkOrder.put32(memory, ip + SOURCE, ownAddress);
        NetworkOrder.put32(memory, ip + DESTINATION, peer);
        NetworkOrder.put16(memory, ip + CHECKSUM, 0);
        NetworkOrder.put16(memory, ip + CHECKSUM, InternetChecksum.of(InternetChecksum.sum(memory, ip, HEADER_BYTES)));
    }
}
