package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;

/**
 * Asks for an {@link Empty}.
 */
public record Ping() implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.PING;
    }

    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public void writeBody(BodyWriter out) {}

    static Ping read(BodyReader in) {
        return new Ping();
    }
}
