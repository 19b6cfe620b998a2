package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * A page of the job's buckets and the shards they live on; asked of the job's first shard, which places them.
 *
 * @param cursor only buckets after this one; empty for the first page
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record BucketList(String cursor, int limit) implements Request {
    /** Buckets in one page. */
    public static final int MAX_LIMIT = 1000;

    @Override
    public Opcode opcode() {
        return Opcode.BUCKET_LIST;
    }

    @Override
    public int bodyLength() {
        return 2 + BodyWriter.lengthOfText(cursor);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putText(cursor);
        out.putShort(limit);
    }

    static BucketList read(BodyReader in) throws ProtocolException {
        return new BucketList(in.getText(), in.getShort());
    }
}
