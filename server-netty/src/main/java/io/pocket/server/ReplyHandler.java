package io.pocket.server;

import io.pocket.protocol.Status;
import java.nio.ByteBuffer;

/** Takes the outcome of one request: exactly one of the two is called, once, on the loop's thread. */
public interface ReplyHandler {
    /**
     * The peer answered, with whatever status.
     *
     * @param header valid during the call
     * @param body little-endian, from position to limit, borrowed for the call
     * @param payload as body
     */
    void onReply(FrameView header, ByteBuffer body, ByteBuffer payload);

    /**
     * There is no answer. The peer may have done what was asked.
     *
     * @param status UNAVAILABLE (no connection, or it ended), DEADLINE_EXCEEDED, or BUSY (a bound of this client; not sent)
     */
    void onFailure(Status status, String detail);
}
