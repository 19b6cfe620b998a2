package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Like LOOKUP without the bytes and their places.
 */
public record Stat(ObjectName name) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.STAT;
    }

    @Override
    public int bodyLength() {
        return BodyWriter.lengthOfName(name);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putName(name);
    }

    static Stat read(BodyReader in) throws ProtocolException {
        return new Stat(in.getName());
    }
}
