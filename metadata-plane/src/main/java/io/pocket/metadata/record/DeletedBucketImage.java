package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * Snapshot of a deleted bucket of which something is left to be freed; in the order in which they were deleted.
 *
 * @param deletedAt version that deleted it, by which its objects name it
 */
public record DeletedBucketImage(long job, String bucket, long deletedAt) implements ShardRecord {
    static final int KIND = 45;

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
        out.putLong(deletedAt);
    }

    static DeletedBucketImage read(BodyReader in) throws ProtocolException {
        return new DeletedBucketImage(in.getLong(), in.getText(), in.getLong());
    }
}
