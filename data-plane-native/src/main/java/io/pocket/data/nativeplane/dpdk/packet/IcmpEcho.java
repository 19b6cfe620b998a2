package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** Answers pings (RFC 792). Other messages are dropped. */
public final class IcmpEcho implements Transport {
    private static final int PROTOCOL = 1;
    private static final int HEADER_BYTES = 8;
    private static final int CHECKSUM = 2;
    /** Type and code. */
    private static final int ECHO_REQUEST = 0x0800;

    private static final int ECHO_REPLY = 0x0000;

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int receive(MemorySegment memory, long ip, long at, int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Outcome.drop(Drop.TRUNCATED);
        }
        if (!InternetChecksum.isRight(InternetChecksum.sum(memory, at, lengthBytes))) {
            return Outcome.drop(Drop.ICMP_CHECKSUM);
        }
        if (NetworkOrder.u16(memory, at) != ECHO_REQUEST) {
            return Outcome.drop(Drop.ICMP_TYPE);
        }
        int checksum = NetworkOrder.u16(memory, at + CHECKSUM);
        NetworkOrder.put16(memory, at, ECHO_REPLY);
        NetworkOrder.put16(memory, at + CHECKSUM, InternetChecksum.updated(checksum, ECHO_REQUEST, ECHO_REPLY));
        return Outcome.reply(lengthBytes);
    }

    @Override
    public void turn(long nowNanos, FrameOutput output) {
        // Answers only.
    }
}
