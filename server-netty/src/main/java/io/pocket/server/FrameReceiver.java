package io.pocket.server;

import java.nio.ByteBuffer;

/** What a {@link FrameDecoder} tells its connection. Buffers and headers are borrowed for the call. */
interface FrameReceiver {
    /** The decoder stops between two pieces of work while this holds. */
    boolean paused();

    void onFrame(FrameView header, ByteBuffer body, ByteBuffer payload);

    /** See {@link FrameHandler#beginPayload}. After NOT_NOW the receiver is {@link #paused}. */
    PayloadSink beginPayload(FrameView header, ByteBuffer body, int payloadLengthBytes);

    /** The frame cannot be gathered; its payload is skipped. */
    void onUngatherable(FrameView header, Refusal refusal);

    /** A sink has no room now; the receiver must be {@link #paused} afterwards. */
    void onSinkNotNow();

    /** Why a frame is not gathered. */
    enum Refusal {
        TOO_LONG,
        NO_MEMORY
    }
}
