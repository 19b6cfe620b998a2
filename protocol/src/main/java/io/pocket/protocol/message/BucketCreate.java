package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Makes a bucket with a default time to live. Buckets also come into being with their first object.
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param bucket without slash
 * @param defaultTtlMillis 0 for none
 */
public record BucketCreate(Mutation mutation, String bucket, long defaultTtlMillis) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.BUCKET_CREATE;
    }

    @Override
    public int bodyLength() {
        return 8 + Mutation.LENGTH + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putText(bucket);
        out.putLong(defaultTtlMillis);
    }

    static BucketCreate read(BodyReader in) throws ProtocolException {
        return new BucketCreate(Mutation.read(in), in.getText(), in.getSize());
    }
}
