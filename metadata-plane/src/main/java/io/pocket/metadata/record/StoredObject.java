package io.pocket.metadata.record;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;

/**
 * Snapshot of an object. Inline bytes, if any, are the payload behind the record.
 */
public record StoredObject(long job, ObjectName name, ObjectImage object, long claimId, long claimUntilMillis)
        implements ShardRecord {
    static final int KIND = 35;

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public int bodyLength() {
        return 24 + BodyWriter.lengthOfName(name) + object.length();
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(job);
        out.putName(name);
        object.write(out);
        out.putLong(claimId);
        out.putLong(claimUntilMillis);
    }

    static StoredObject read(BodyReader in) throws ProtocolException {
        return new StoredObject(in.getLong(), in.getName(), ObjectImage.read(in), in.getLong(), in.getLong());
    }
}
