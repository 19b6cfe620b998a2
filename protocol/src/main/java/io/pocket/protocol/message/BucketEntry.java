package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * One bucket of a page.
 *
 * @param bucket without slash
 * @param shardId where it lives
 */
public record BucketEntry(String bucket, int shardId) {
    public static final int MIN_LENGTH = 4;

    int length() {
        return 2 + BodyWriter.lengthOfText(bucket);
    }

    void write(BodyWriter out) {
        out.putText(bucket);
        out.putShort(shardId);
    }

    static BucketEntry read(BodyReader in) throws ProtocolException {
        return new BucketEntry(in.getText(), in.getShort());
    }
}
