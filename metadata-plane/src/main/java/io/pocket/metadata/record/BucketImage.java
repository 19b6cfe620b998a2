package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Snapshot of a bucket; its objects follow.
 */
public record BucketImage(long job, String bucket, long defaultTtlMillis) implements ShardRecord {
    static final int KIND = 34;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putText(bucket);
        out.putLong(defaultTtlMillis);
    }

    static BucketImage read(BodyReader in) throws ProtocolException {
        return new BucketImage(in.getLong(), in.getText(), in.getLong());
    }
}
