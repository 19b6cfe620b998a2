package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Bytes;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * How many objects start with a prefix.
 *
 * @param prefix it holds at least the bucket and its slash
 */
public record Count(Bytes prefix) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.COUNT;
    }

    @Override
    public int bodyLength() {
        return BodyWriter.lengthOfBytes(prefix);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putBytes(prefix);
    }

    static Count read(BodyReader in) throws ProtocolException {
        return new Count(in.getBytes());
    }
}
