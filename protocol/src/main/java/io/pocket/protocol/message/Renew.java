package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Keeps an upload alive during a long put.
 *
 * @param chunkFloor see {@link Mutation#chunkFloor()}
 */
public record Renew(long upload, int chunkFloor) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.RENEW;
    }

    @Override
    public int bodyLength() {
        return 12;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(upload);
        out.putInt(chunkFloor);
    }

    static Renew read(BodyReader in) throws ProtocolException {
        return new Renew(in.getLong(), in.getInt());
    }
}
