package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * A bucket was made or got another default time to live.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record BucketCreated(long timeMillis, Mutation mutation, long job, String bucket, long defaultTtlMillis)
        implements ShardRecord {
    static final int KIND = 11;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 24 + Mutation.LENGTH + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putText(bucket);
        out.putLong(defaultTtlMillis);
    }

    static BucketCreated read(BodyReader in) throws ProtocolException {
        return new BucketCreated(in.getLong(), Mutation.read(in), in.getLong(), in.getText(), in.getLong());
    }
}
