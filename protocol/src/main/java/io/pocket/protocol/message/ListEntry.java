package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.ProtocolException;

/**
 * One object of a page.
 *
 * @param createdAtMillis wall clock of the shard at the commit, milliseconds since 1970
 */
public record ListEntry(ObjectName name, long sizeBytes, long version, long createdAtMillis) {
    public static final int MIN_LENGTH = 29;

    int length() {
        return 24 + BodyWriter.lengthOfName(name);
    }

    void write(BodyWriter out) {
        out.putName(name);
        out.putLong(sizeBytes);
        out.putLong(version);
        out.putLong(createdAtMillis);
    }

    static ListEntry read(BodyReader in) throws ProtocolException {
        return new ListEntry(in.getName(), in.getSize(), in.getLong(), in.getLong());
    }
}
