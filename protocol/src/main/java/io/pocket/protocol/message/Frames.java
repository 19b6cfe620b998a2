package io.pocket.protocol.message;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.TraceContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whole frames without their payload: header, optional trace context and body, written at a little-endian buffer's position. The payload, if
 * any, is the caller's to send right behind.
 */
public final class Frames {
    /** Longest detail text of an error, in UTF-8 bytes; longer ones are cut. */
    public static final int MAX_DETAIL_LENGTH = 512;

    private Frames() {}

    /** Bytes that {@link #writeRequest} will write. */
    public static int requestLength(Request request, TraceContext trace) {
        return FrameHeader.bodyOffset(traceFlag(trace)) + request.bodyLength();
    }

    /** Bytes that {@link #writeResponse} will write. */
    public static int responseLength(Response response) {
        return FrameHeader.HEADER_LENGTH + response.bodyLength();
    }

    /**
     * Writes a request at the buffer's position.
     *
     * @param deadlineMillis how long the sender will still wait, 0 for not said
     * @param trace null for none
     * @param payloadLength bytes that will follow
     */
    public static void writeRequest(
            ByteBuffer out,
            Request request,
            long requestId,
            int deadlineMillis,
            TraceContext trace,
            int payloadLength,
            BodyWriter writer) {
        int index = out.position();
        int flags = traceFlag(trace);
        int bodyLength = request.bodyLength();
        FrameHeader.writeRequest(
                out, index, request.opcode(), requestId, deadlineMillis, flags, bodyLength, payloadLength);
        if (trace != null) {
            trace.write(out, index + FrameHeader.HEADER_LENGTH);
        }
        out.position(index + FrameHeader.bodyOffset(flags));
        request.writeBody(writer.wrap(out));
    }

    /**
     * Writes a response at the buffer's position.
     *
     * @param opcode code of the request that is answered
     * @param flags {@link FrameHeader#FLAG_MAP_STALE} or 0
     * @param payloadLength bytes that will follow
     */
    public static void writeResponse(
            ByteBuffer out,
            int opcode,
            long requestId,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            int payloadLength,
            BodyWriter writer) {
        int index = out.position();
        FrameHeader.writeResponse(
                out, index, opcode, requestId, status, retryAfterMillis, flags, response.bodyLength(), payloadLength);
        out.position(index + FrameHeader.HEADER_LENGTH);
        response.writeBody(writer.wrap(out));
    }

    /** An error's body, its detail cut to {@value #MAX_DETAIL_LENGTH} bytes. */
    public static ErrorReply error(long asOf, String detail) {
        return new ErrorReply(asOf, cut(detail));
    }

    private static String cut(String detail) {
        if (detail.getBytes(StandardCharsets.UTF_8).length <= MAX_DETAIL_LENGTH) {
            return detail;
        }
        String shorter = detail.substring(0, Math.min(detail.length(), MAX_DETAIL_LENGTH / 4));
        return shorter + "…";
    }

    private static int traceFlag(TraceContext trace) {
        return trace == null ? 0 : FrameHeader.FLAG_TRACE;
    }
}
