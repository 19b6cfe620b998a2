package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * One page of names in byte order, without a snapshot.
 *
 * @param prefix bytes every name starts with; it holds at least the bucket and its slash
 * @param cursor names after this one; empty for the first page
 * @param limit 1 to {@value #MAX_LIMIT} entries
 */
public record ListNames(Bytes prefix, Bytes cursor, int limit) implements Request {
    public static final int MAX_LIMIT = 1000;

    @Override
    public Opcode opcode() {
        return Opcode.LIST;
    }

    @Override
    public int bodyLength() {
        return 2 + BodyWriter.lengthOfBytes(prefix) + BodyWriter.lengthOfBytes(cursor);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putBytes(prefix);
        out.putBytes(cursor);
        out.putShort(limit);
    }

    static ListNames read(BodyReader in) throws ProtocolException {
        return new ListNames(in.getBytes(), in.getBytes(), in.getShort());
    }
}
