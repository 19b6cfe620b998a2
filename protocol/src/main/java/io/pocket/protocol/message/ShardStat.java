package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;

/**
 * Asks a shard how full it is.
 */
public record ShardStat() implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.SHARD_STAT;
    }

    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public void writeBody(BodyWriter out) {}

    static ShardStat read(BodyReader in) {
        return new ShardStat();
    }
}
