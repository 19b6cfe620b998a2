package io.pocket.data.nativeplane.dpdk.packet;

import java.lang.foreign.MemorySegment;

/** Where frames leave that answer nothing, such as announcements and repetitions. One at a time; the queue's thread only. */
public interface FrameOutput {
    /** What {@link #begin} answers when there is no buffer now. */
    long NO_ROOM = -1;

    /** Within it frames are written. */
    MemorySegment memory();

    /** Offset in {@link #memory} of room for one frame as large as the link allows, or {@link #NO_ROOM}: try in a later turn. */
    long begin();

    /** Sends what was written since {@link #begin}. The buffer belongs to the port afterwards. */
    void send(int lengthBytes);
}
