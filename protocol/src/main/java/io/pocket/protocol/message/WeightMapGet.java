package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;

/**
 * Asks a shard for the job's current weight map.
 */
public record WeightMapGet() implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.WEIGHT_MAP;
    }

    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public void writeBody(BodyWriter out) {}

    static WeightMapGet read(BodyReader in) {
        return new WeightMapGet();
    }
}
