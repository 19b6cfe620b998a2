package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Asks the job's first shard where a bucket lives.
 *
 * @param bucket without slash
 * @param create place the bucket when it has no shard yet
 */
public record BucketOpen(String bucket, boolean create) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.BUCKET_OPEN;
    }

    @Override
    public int bodyLength() {
        return 1 + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putText(bucket);
        out.putByte(create ? 1 : 0);
    }

    static BucketOpen read(BodyReader in) throws ProtocolException {
        return new BucketOpen(in.getText(), in.getBoolean());
    }
}
