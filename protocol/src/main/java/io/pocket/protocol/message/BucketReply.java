package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Where a bucket lives, for life.
 *
 * @param asOf the shard's version as of which this is true
 * @param address {@code host:port}
 */
public record BucketReply(long asOf, int shardId, String address) implements Response {
    @Override
    public int bodyLength() {
        return 10 + BodyWriter.lengthOfText(address);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putShort(shardId);
        out.putText(address);
    }

    static BucketReply read(BodyReader in) throws ProtocolException {
        return new BucketReply(in.getLong(), in.getShort(), in.getText());
    }
}
