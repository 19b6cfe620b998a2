package io.pocket.server;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;

/**
 * One accepted connection, as its handler sees it. On the loop's thread only.
 *
 * <p>Replies are encoded at once into the connection's output buffer and leave together at the end of the loop iteration (see
 * {@link FrameHandler#onIterationEnd}). On a closed connection they are dropped.
 */
public interface Connection {
    /** Address and port of the peer, for logs. */
    String peer();

    boolean isOpen();

    /** The HELLO was accepted: its deadline no longer applies, and payloads are taken. */
    void authenticated();

    /** Goes on after a sink said "not now". Harmless otherwise. */
    void resumeReading();

    /** Bytes of replies that the kernel has not taken yet, held ones included. */
    long pendingOutputBytes();

    /** Replies without payload. {@code flags} are those of {@link io.pocket.protocol.FrameHeader}, such as MAP_STALE. */
    void reply(int opcode, long requestId, Status status, int retryAfterMillis, int flags, Response body);

    /** Replies OK with a copy of the payload's remaining bytes: for small ones. The payload is the caller's again on return. */
    void replyCopying(int opcode, long requestId, int flags, Response body, ByteBuffer payload);

    /**
     * Replies OK with the payload's remaining bytes themselves. They must not change until {@code release} is called, which
     * happens exactly once, also when this connection is closed already. If this throws, the frame may be torn: close the
     * connection.
     *
     * @param pieces the payload in order, all of them direct buffers, none read-only; released together, after the last
     */
    void replyLending(
            int opcode, long requestId, int flags, Response body, ByteBuffer[] pieces, PayloadRelease release);

    /** Sends what was replied so far, then closes. */
    void close();

    /** Refuses a request in one sentence that says what was wrong and what to do. */
    default void refuse(int opcode, long requestId, Status status, String detail) {
        reply(opcode, requestId, status, 0, 0, new ErrorReply(0, detail));
    }
}
