package io.pocket.server;

import java.nio.ByteBuffer;

/**
 * The single-threaded core behind a {@link FrameServer}. All methods are called on the loop's thread.
 *
 * <p>Every request that reaches {@link #onFrame}, or for which {@link #beginPayload} returned a sink, is owed exactly one reply,
 * now or later, through its connection; replies to a closed connection are dropped. An exception thrown here is a bug: it is
 * logged, its connection closed, and the loop goes on.
 *
 * @param <S> what the handler keeps per connection
 */
public interface FrameHandler<S> {
    /** {@link #onIterationEnd} returns this when the iteration's replies may leave at once. */
    long LEAVE_NOW = 0;

    /** A connection was accepted. Its session is handed back with every frame; never null. */
    S open(Connection connection);

    /**
     * One whole request.
     *
     * @param header valid during the call
     * @param body little-endian, from position to limit, borrowed for the call
     * @param payload as body; empty when the request has none
     */
    void onFrame(S session, FrameView header, ByteBuffer body, ByteBuffer payload);

    /**
     * A request with a payload has arrived up to the end of its body. Unauthenticated connections never get here.
     *
     * @param body as in {@link #onFrame}; not shown again when a sink is returned
     * @param payloadLengthBytes at least 1, and within the frame limit
     * @return null to have the payload gathered and the whole request given to {@link #onFrame}; a sink that takes the bytes as
     *     they arrive; {@link PayloadSink#DISCARD} after having replied, to skip the payload; {@link PayloadSink#NOT_NOW} to
     *     stop reading this connection until {@link Connection#resumeReading}, after which this method is asked again
     */
    default PayloadSink beginPayload(S session, FrameView header, ByteBuffer body, int payloadLengthBytes) {
        return null;
    }

    /**
     * Called once at the end of each loop iteration in which bytes arrived or replies were made, after all its frames: the place
     * of a group commit.
     *
     * @return {@link #LEAVE_NOW}, or a positive ticket (such as a log sequence number): the replies of this iteration then
     *     leave when {@link ReplyGate#open} is called with that ticket or a higher one
     */
    default long onIterationEnd() {
        return LEAVE_NOW;
    }

    /** The connection is gone; sinks of it were aborted before. No call with this session follows. */
    void closed(S session, CloseReason reason);
}
