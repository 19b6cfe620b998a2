package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;

/**
 * Deletes a bucket and every object in it.
 *
 * @param mutation who mutates, and how the repetition is recognised
 * @param bucket without slash
 */
public record BucketDelete(Mutation mutation, String bucket) implements Request {
    @Override
    public Opcode opcode() {
        return Opcode.BUCKET_DELETE;
    }

    @Override
    public int bodyLength() {
        return Mutation.LENGTH + BodyWriter.lengthOfText(bucket);
    }

    @Override
    public void writeBody(BodyWriter out) {
        mutation.write(out);
        out.putText(bucket);
    }

    static BucketDelete read(BodyReader in) throws ProtocolException {
        return new BucketDelete(Mutation.read(in), in.getText());
    }
}
