package io.pocket.protocol;

import java.nio.ByteBuffer;

/**
 * The fixed header that starts every frame, as static accessors over a little-endian buffer and the frame's first index.
 *
 * <pre>
 *   0       4     5      6       8               12           16                      24
 *   +-------+-----+------+-------+---------------+------------+-----------------------+
 *   | frame |magic|opcode| flags | code          | body       | request id            |
 *   | length|     |      |       |               | length     |                       |
 *   +-------+-----+------+-------+---------------+------------+-----------------------+
 *   | trace context (32 bytes, only with FLAG_TRACE)                                  |
 *   +---------------------------------------------------------------------------------+
 *   | body (body length bytes)  ...                                                   |
 *   +---------------------------------------------------------------------------------+
 *   | payload (the rest of the frame)  ...                                            |
 *   +---------------------------------------------------------------------------------+
 * </pre>
 *
 * {@code code} is, in a request, the milliseconds the sender will still wait (0: not said); in a response, the
 * {@link Status} in the low 16 bits and a retry-after in milliseconds in the high 16 bits.
 */
public final class FrameHeader {
    public static final int FRAME_LENGTH_OFFSET = 0;
    public static final int MAGIC_OFFSET = FRAME_LENGTH_OFFSET + Integer.BYTES;
    public static final int OPCODE_OFFSET = MAGIC_OFFSET + Byte.BYTES;
    public static final int FLAGS_OFFSET = OPCODE_OFFSET + Byte.BYTES;
    public static final int CODE_OFFSET = FLAGS_OFFSET + Short.BYTES;
    public static final int BODY_LENGTH_OFFSET = CODE_OFFSET + Integer.BYTES;
    public static final int REQUEST_ID_OFFSET = BODY_LENGTH_OFFSET + Integer.BYTES;
    public static final int HEADER_LENGTH = REQUEST_ID_OFFSET + Long.BYTES;

    public static final byte MAGIC = 0x50;

    /** The frame answers the request with the same id. */
    public static final int FLAG_RESPONSE = 1;
    /** A {@link TraceContext} follows the header. */
    public static final int FLAG_TRACE = 1 << 1;
    /** In a response: the job has a newer weight map than the one this connection was given. */
    public static final int FLAG_MAP_STALE = 1 << 2;

    private static final int KNOWN_FLAGS = FLAG_RESPONSE | FLAG_TRACE | FLAG_MAP_STALE;

    /** Chunk of 4 MiB plus header, trace and any body. The limit before HELLO; the server's reply may lower it. */
    public static final int MAX_FRAME_LENGTH = (4 << 20) + (128 << 10);

    /** No message has a longer body; payloads are not bodies. */
    public static final int MAX_BODY_LENGTH = 64 << 10;

    private FrameHeader() {}

    public static int frameLength(ByteBuffer frame, int index) {
        return frame.getInt(index + FRAME_LENGTH_OFFSET);
    }

    public static int opcode(ByteBuffer frame, int index) {
        return frame.get(index + OPCODE_OFFSET) & 0xff;
    }

    public static int flags(ByteBuffer frame, int index) {
        return frame.getShort(index + FLAGS_OFFSET) & 0xffff;
    }

    /** A request's remaining time in milliseconds, 0 when the sender did not say. */
    public static int deadlineMillis(ByteBuffer frame, int index) {
        return frame.getInt(index + CODE_OFFSET);
    }

    public static int statusCode(ByteBuffer frame, int index) {
        return frame.getShort(index + CODE_OFFSET) & 0xffff;
    }

    /** Milliseconds after which a refused request is worth repeating; 0 when the server does not know. */
    public static int retryAfterMillis(ByteBuffer frame, int index) {
        return frame.getShort(index + CODE_OFFSET + Short.BYTES) & 0xffff;
    }

    public static int bodyLength(ByteBuffer frame, int index) {
        return frame.getInt(index + BODY_LENGTH_OFFSET);
    }

    public static long requestId(ByteBuffer frame, int index) {
        return frame.getLong(index + REQUEST_ID_OFFSET);
    }

    public static boolean isResponse(int flags) {
        return (flags & FLAG_RESPONSE) != 0;
    }

    /** Where the body starts, counted from the frame's first byte. */
    public static int bodyOffset(int flags) {
        return HEADER_LENGTH + ((flags & FLAG_TRACE) != 0 ? TraceContext.LENGTH : 0);
    }

    /** Bytes after the body. Valid for a header that {@link #validate} accepted. */
    public static int payloadLength(ByteBuffer frame, int index) {
        return frameLength(frame, index) - bodyOffset(flags(frame, index)) - bodyLength(frame, index);
    }

    /** Writes a request's header; body and payload are the caller's to append. */
    public static void writeRequest(
            ByteBuffer frame,
            int index,
            Opcode opcode,
            long requestId,
            int deadlineMillis,
            int flags,
            int bodyLength,
            int payloadLength) {
        write(frame, index, opcode.code(), flags, deadlineMillis, bodyLength, payloadLength, requestId);
    }

    /** Writes a response's header. A retry-after beyond 65,535 ms is shortened to that. */
    public static void writeResponse(
            ByteBuffer frame,
            int index,
            int opcode,
            long requestId,
            Status status,
            int retryAfterMillis,
            int flags,
            int bodyLength,
            int payloadLength) {
        int code = status.code() | Math.min(retryAfterMillis, 0xffff) << Short.SIZE;
        write(frame, index, opcode, flags | FLAG_RESPONSE, code, bodyLength, payloadLength, requestId);
    }

    private static void write(
            ByteBuffer frame,
            int index,
            int opcode,
            int flags,
            int code,
            int bodyLength,
            int payloadLength,
            long requestId) {
        frame.putInt(index + FRAME_LENGTH_OFFSET, bodyOffset(flags) + bodyLength + payloadLength);
        frame.put(index + MAGIC_OFFSET, MAGIC);
        frame.put(index + OPCODE_OFFSET, (byte) opcode);
        frame.putShort(index + FLAGS_OFFSET, (short) flags);
        frame.putInt(index + CODE_OFFSET, code);
        frame.putInt(index + BODY_LENGTH_OFFSET, bodyLength);
        frame.putLong(index + REQUEST_ID_OFFSET, requestId);
    }

    /**
     * Checks the {@value #HEADER_LENGTH} bytes at {@code index} before anything is allocated for them.
     *
     * @param maxFrameLength the longest frame this side accepts, in bytes
     * @throws ProtocolException naming the field that is wrong
     */
    public static void validate(ByteBuffer frame, int index, int maxFrameLength) throws ProtocolException {
        if (frame.get(index + MAGIC_OFFSET) != MAGIC) {
            throw new ProtocolException("not a Pocket frame: magic byte is 0x"
                    + Integer.toHexString(frame.get(index + MAGIC_OFFSET) & 0xff) + ", expected 0x50");
        }
        int flags = flags(frame, index);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new ProtocolException("unknown frame flags 0x" + Integer.toHexString(flags));
        }
        validateLengths(frameLength(frame, index), bodyLength(frame, index), bodyOffset(flags), maxFrameLength);
    }

    private static void validateLengths(int frameLength, int bodyLength, int bodyOffset, int maxFrameLength)
            throws ProtocolException {
        if (frameLength < bodyOffset || frameLength > maxFrameLength) {
            throw new ProtocolException("frame length " + Integer.toUnsignedString(frameLength) + " is not within "
                    + bodyOffset + ".." + maxFrameLength);
        }
        if (bodyLength < 0 || bodyLength > MAX_BODY_LENGTH || bodyLength > frameLength - bodyOffset) {
            throw new ProtocolException("body length " + Integer.toUnsignedString(bodyLength) + " exceeds the frame or "
                    + MAX_BODY_LENGTH + " bytes");
        }
    }
}
