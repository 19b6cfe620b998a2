package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;

/**
 * Asks a node how full it is.
 */
public record NodeStat() implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.NODE_STAT;
    }

    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public void writeBody(BodyWriter out) {}

    static NodeStat read(BodyReader in) {
        return new NodeStat();
    }
}
