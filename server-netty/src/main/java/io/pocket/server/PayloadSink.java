package io.pocket.server;

import java.nio.ByteBuffer;

/**
 * Takes the payload of one request while it arrives, straight from the receive buffer. After {@link #complete} or
 * {@link #abort}, whichever comes first, no further call is made. On the loop's thread.
 */
public interface PayloadSink {
    /** {@link FrameHandler#beginPayload}: the request has been answered, skip its payload. */
    PayloadSink DISCARD = new FixedAnswer("DISCARD");

    /** {@link FrameHandler#beginPayload}: ask again after {@link Connection#resumeReading}. */
    PayloadSink NOT_NOW = new FixedAnswer("NOT_NOW");

    /** {@link #target}: the request has been answered, skip the rest. Neither complete nor abort follows. */
    ByteBuffer DISCARD_REST = ByteBuffer.allocate(0);

    /**
     * Where the next bytes go, asked for when the former target is full. The server puts bytes at its position, never more than
     * the payload has left.
     *
     * @return a buffer with room; null for "not now": reading stops until {@link Connection#resumeReading}, then this is asked
     *     again; or {@link #DISCARD_REST}
     */
    ByteBuffer target();

    /** All bytes of the payload are in the targets. The reply is due, now or later. */
    void complete();

    /** The connection ended before the payload did. No reply is due. */
    void abort();

    /** One of the answers that are compared by identity and never used as a sink. */
    final class FixedAnswer implements PayloadSink {
        private final String name;

        private FixedAnswer(String name) {
            this.name = name;
        }

        @Override
        public ByteBuffer target() {
            throw new IllegalStateException(name + " takes no bytes");
        }

        @Override
        public void complete() {
            throw new IllegalStateException(name + " never completes");
        }

        @Override
        public void abort() {
            throw new IllegalStateException(name + " has nothing to abort");
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
