package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * A bucket got the shard on which it lives; also what a snapshot holds of a bucket that was placed. In the log of the job's first shard only.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record BucketPlaced(long timeMillis, long job, String bucket, int shardId) implements ShardRecord {
    static final int KIND = 26;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 18 + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        out.putLong(job);
        out.putText(bucket);
        out.putShort(shardId);
    }

    static BucketPlaced read(BodyReader in) throws ProtocolException {
        return new BucketPlaced(in.getLong(), in.getLong(), in.getText(), in.getShort());
    }
}
