package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** A protocol above IPv4. The header below it has been checked, and leads the reply back. The queue's thread only. */
public interface Transport {
    /** IANA's number, 0 to 255. */
    int protocol();

    /**
     * A packet came.
     *
     * @param memory holds all of the frame; lent for this call
     * @param ip offset of the IPv4 header, for pseudo headers; its addresses are those of the request
     * @param at offset of the transport's own header
     * @param lengthBytes from there to the end of the packet, padding of the frame excluded
     * @return {@link Outcome}: a reply's length counts from {@code at}
     */
    int receive(MemorySegment memory, long ip, long at, int lengthBytes);

    /** As {@link FrameHandler#turn}. */
    void turn(long nowNanos, FrameOutput output);
}
