package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * The controller makes a node refuse new chunks, or take them again.
 */
public record Drain(boolean draining) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.DRAIN;
    }

    @Override
    public int bodyLength() {
        return 1;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putByte(draining ? 1 : 0);
    }

    static Drain read(BodyReader in) throws ProtocolException {
        return new Drain(in.getBoolean());
    }
}
