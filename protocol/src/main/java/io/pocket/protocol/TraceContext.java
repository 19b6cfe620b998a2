package io.pocket.protocol;

import java.nio.ByteBuffer;

/**
 * W3C trace context (https://www.w3.org/TR/trace-context/, version 00) that may follow a frame's header.
 *
 * <pre>
 *   0              16          24      25         32
 *   +--------------+-----------+-------+----------+
 *   | trace id     | parent id | flags | zero     |
 *   +--------------+-----------+-------+----------+
 * </pre>
 *
 * Ids are carried as big-endian byte strings, as W3C writes them: the two halves of the trace id and the parent id are
 * given here as the numbers those strings spell.
 */
public record TraceContext(long traceIdHigh, long traceIdLow, long parentId, byte flags) {
    public static final int LENGTH = 32;

    private static final int TRACE_ID_LOW_OFFSET = Long.BYTES;
    private static final int PARENT_ID_OFFSET = TRACE_ID_LOW_OFFSET + Long.BYTES;
    private static final int FLAGS_OFFSET = PARENT_ID_OFFSET + Long.BYTES;

    public static TraceContext read(ByteBuffer frame, int index) {
        return new TraceContext(
                Long.reverseBytes(frame.getLong(index)),
                Long.reverseBytes(frame.getLong(index + TRACE_ID_LOW_OFFSET)),
                Long.reverseBytes(frame.getLong(index + PARENT_ID_OFFSET)),
                frame.get(index + FLAGS_OFFSET));
    }

    public void write(ByteBuffer frame, int index) {
        frame.putLong(index, Long.reverseBytes(traceIdHigh));
        frame.putLong(index + TRACE_ID_LOW_OFFSET, Long.reverseBytes(traceIdLow));
        frame.putLong(index + PARENT_ID_OFFSET, Long.reverseBytes(parentId));
        frame.putLong(index + FLAGS_OFFSET, flags & 0xffL);
    }
}
