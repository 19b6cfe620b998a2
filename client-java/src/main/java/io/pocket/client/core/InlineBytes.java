package io.pocket.client.core;

import io.pocket.protocol.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a small object on their way from a LOOKUP's answer into the sink. */
final class InlineBytes {
    private final ByteSink sink;
    private final boolean whole;
    private ByteBuffer target;
    private boolean isForSink;
    private String refusal;
    private int mismatches;

    /** @param whole all of the object is wanted, not a range of it */
    InlineBytes(ByteSink sink, boolean whole) {
        this.sink = sink;
        this.whole = whole;
    }

    /** Whether the bytes go straight into the sink; otherwise aside, because the checksum needs all of them. */
    boolean goStraight() {
        return whole && !sink.isCommitted();
    }

    /** Where they go; null when the sink refuses them. */
    ByteBuffer target(int lengthBytes) {
        drop();
        isForSink = goStraight();
        refusal = isForSink ? sink.begin(lengthBytes) : null;
        if (refusal == null) {
            target = isForSink ? sink.target(0, lengthBytes) : ByteBuffer.allocate(lengthBytes);
            target.mark();
        }
        return target;
    }

    /** Why the sink does not take them; null if it does. */
    String refusal() {
        return refusal;
    }

    boolean areIntact(int crc32c) {
        target.reset();
        return Checksum.crc32c(target) == crc32c;
    }

    /** How often the checksum was wrong, this time included. */
    int mismatched() {
        drop();
        return ++mismatches;
    }

    /**
     * Hands the wanted range over.
     *
     * @return null, or why the sink does not take it
     */
    String deliver(long offset, int lengthBytes) throws IOException {
        ByteBuffer bytes = target;
        target = null;
        if (isForSink) {
            sink.filled(0, bytes);
            return null;
        }
        String reason = sink.begin(lengthBytes);
        if (reason == null && lengthBytes > 0) {
            fill(sink.target(0, lengthBytes), bytes.slice((int) offset, lengthBytes));
        }
        return reason;
    }

    private void fill(ByteBuffer room, ByteBuffer bytes) throws IOException {
        int start = room.position();
        sink.filled(0, room.put(bytes).position(start));
    }

    void drop() {
        if (target != null && isForSink) {
            sink.dropped(target);
        }
        target = null;
    }
}
