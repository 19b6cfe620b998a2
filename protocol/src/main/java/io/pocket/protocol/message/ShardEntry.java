package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * What a node must know of a shard.
 *
 * @param address {@code host:port}
 */
public record ShardEntry(int shardId, long logId, long epoch, String address) {
    static final int MIN_LENGTH = 20;

    int length() {
        return 18 + BodyWriter.lengthOfText(address);
    }

    void write(BodyWriter out) {
        out.putShort(shardId);
        out.putLong(logId);
        out.putLong(epoch);
        out.putText(address);
    }

    static ShardEntry read(BodyReader in) throws ProtocolException {
        return new ShardEntry(in.getShort(), in.getLong(), in.getLong(), in.getText());
    }
}
