package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A page of names.
 *
 * @param asOf the shard's version as of which this is true
 * @param more there are names after the last of these
 * @param entries in byte order of the names
 */
public record ListReply(long asOf, boolean more, List<ListEntry> entries) implements Response {
    public ListReply {
        entries = List.copyOf(entries);
    }

    @Override
    public int bodyLength() {
        return 9 + Lists.length(entries, ListEntry::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putByte(more ? 1 : 0);
        Lists.write(entries, ListEntry::write, out);
    }

    static ListReply read(BodyReader in) throws ProtocolException {
        return new ListReply(in.getLong(), in.getBoolean(), Lists.read(in, ListEntry.MIN_LENGTH, ListEntry::read));
    }
}
