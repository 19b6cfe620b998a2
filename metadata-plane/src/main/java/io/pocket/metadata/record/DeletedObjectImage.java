package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;

/**
 * Snapshot of an object of a deleted bucket. Its inline bytes are not kept.
 *
 * @param deletedAt of its bucket, see {@link DeletedBucketImage}
 */
public record DeletedObjectImage(long deletedAt, ObjectName name, ObjectImage object) implements ShardRecord {
    static final int KIND = 46;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 8 + BodyWriter.lengthOfName(name) + object.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(deletedAt);
        out.putName(name);
        object.write(out);
    }

    static DeletedObjectImage read(BodyReader in) throws ProtocolException {
        return new DeletedObjectImage(in.getLong(), in.getName(), ObjectImage.read(in));
    }
}
