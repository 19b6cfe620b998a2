package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** What is above a queue. All calls come from the queue's thread. */
public interface FrameHandler {
    /**
     * A frame came.
     *
     * @param memory holds the frame at {@code at}; it may be written to, and is lent for this call only
     * @return see {@link Outcome}: a reply lies at {@code at} then
     */
    int receive(MemorySegment memory, long at, int lengthBytes);

    /**
     * Called after each burst, also an empty one: for timers, and to send what is no reply.
     *
     * @param nowNanos monotonic
     */
    void turn(long nowNanos, FrameOutput output);
}
