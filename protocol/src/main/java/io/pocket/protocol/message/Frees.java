package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * A node asks a shard which of its chunks are free, and acknowledges what it was told before. The shard parks the request until there is something to tell.
 *
 * @param acknowledgedLogId log id of the former answer, 0 for none
 * @param acknowledgedUpTo {@code upTo} of the former answer: all of it has been carried out
 * @param waitMillis how long to park
 * @param maxChunks 1 to {@value #MAX_CHUNKS}
 */
public record Frees(
        int nodeId, long incarnation, long acknowledgedLogId, long acknowledgedUpTo, int waitMillis, int maxChunks)
        implements Request {
    public static final int MAX_CHUNKS = 4096;

    @Override
    public Opcode opcode() {
        return Opcode.FREES;
    }

    @Override
    public int bodyLength() {
        return 34;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putInt(nodeId);
        out.putLong(incarnation);
        out.putLong(acknowledgedLogId);
        out.putLong(acknowledgedUpTo);
        out.putInt(waitMillis);
        out.putShort(maxChunks);
    }

    static Frees read(BodyReader in) throws ProtocolException {
        return new Frees(in.getInt(), in.getLong(), in.getLong(), in.getLong(), in.getLength(), in.getShort());
    }
}
