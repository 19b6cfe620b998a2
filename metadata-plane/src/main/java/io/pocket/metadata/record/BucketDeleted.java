package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.message.Mutation;

/**
 * A bucket and all its objects were deleted.
 *
 * @param timeMillis state time, see {@link io.pocket.metadata.core.StateClock}
 */
public record BucketDeleted(long timeMillis, Mutation mutation, long job, String bucket) implements ShardRecord {
    static final int KIND = 12;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 16 + Mutation.LENGTH + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(timeMillis);
        mutation.write(out);
        out.putLong(job);
        out.putText(bucket);
    }

    static BucketDeleted read(BodyReader in) throws ProtocolException {
        return new BucketDeleted(in.getLong(), Mutation.read(in), in.getLong(), in.getText());
    }
}
