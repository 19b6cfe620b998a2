package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The payload holds {@code count} request frames, one after the other, none of them a batch or HELLO. The response is {@link BatchReply}.
 *
 * @param count 1 to {@value #MAX_COUNT}
 */
public record Batch(int count) implements Request {
    /** Requests in one batch. */
    public static final int MAX_COUNT = 4096;

    @Override
    public Opcode opcode() {
        return Opcode.BATCH;
    }

    @Override
    public int bodyLength() {
        return 2;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putShort(count);
    }

    static Batch read(BodyReader in) throws ProtocolException {
        return new Batch(in.getShort());
    }
}
