package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A page of buckets.
 *
 * @param asOf the shard's version as of which this is true
 * @param more there are buckets after the last of these
 * @param buckets in the order of {@code bucket + "/"}, byte by byte: the order in which their objects' names follow each other
 */
public record BucketListReply(long asOf, boolean more, List<BucketEntry> buckets) implements Response {
    public BucketListReply {
        buckets = List.copyOf(buckets);
    }

    @Override
    public int bodyLength() {
        return 9 + Lists.length(buckets, BucketEntry::length);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(asOf);
        out.putByte(more ? 1 : 0);
        Lists.write(buckets, BucketEntry::write, out);
    }

    static BucketListReply read(BodyReader in) throws ProtocolException {
        return new BucketListReply(
                in.getLong(), in.getBoolean(), Lists.read(in, BucketEntry.MIN_LENGTH, BucketEntry::read));
    }
}
