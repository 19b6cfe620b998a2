package io.pocket.server;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.TraceContext;
import java.nio.ByteBuffer;

/** The header of the frame at hand, laid over its bytes. One instance serves many frames: valid during the call that shows it. */
public final class FrameView {
    private ByteBuffer frame;
    private int index;

    FrameView() {}

    FrameView wrap(ByteBuffer headerBytes, int headerIndex) {
        this.frame = headerBytes;
        this.index = headerIndex;
        return this;
    }

    public int opcode() {
        return FrameHeader.opcode(frame, index);
    }

    public int flags() {
        return FrameHeader.flags(frame, index);
    }

    public long requestId() {
        return FrameHeader.requestId(frame, index);
    }

    /** Of a request: the milliseconds its sender will still wait, 0 when it did not say. */
    public int deadlineMillis() {
        return FrameHeader.deadlineMillis(frame, index);
    }

    /** Of a response. */
    public int statusCode() {
        return FrameHeader.statusCode(frame, index);
    }

    /** Of a response. */
    public int retryAfterMillis() {
        return FrameHeader.retryAfterMillis(frame, index);
    }

    public boolean isResponse() {
        return FrameHeader.isResponse(flags());
    }

    /** Whether the flags are those of a request: none that only a response may carry. */
    boolean isRequest() {
        return (flags() & ~FrameHeader.FLAG_TRACE) == 0;
    }

    public int payloadLengthBytes() {
        return FrameHeader.payloadLength(frame, index);
    }

    /** The trace the frame belongs to, or null. Makes an object: ask only when tracing. */
    public TraceContext traceContext() {
        return (flags() & FrameHeader.FLAG_TRACE) == 0
                ? null
                : TraceContext.read(frame, index + FrameHeader.HEADER_LENGTH);
    }

    int frameLength() {
        return FrameHeader.frameLength(frame, index);
    }

    int bodyOffset() {
        return FrameHeader.bodyOffset(flags());
    }

    /** Header, trace context and body. */
    int headLength() {
        return bodyOffset() + FrameHeader.bodyLength(frame, index);
    }
}
