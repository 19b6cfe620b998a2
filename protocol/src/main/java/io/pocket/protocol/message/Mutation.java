package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.UploadId;

/**
 * Makes a mutation exact: the shard answers a repetition of (upload, sequence) from its log instead of carrying it out again.
 *
 * @param upload upload id that the shard issued to this client
 * @param sequence 1, 2, 3 … within the upload, unsigned
 * @param acknowledgedBelow the client has the results of all sequences below this one; the shard may forget them
 * @param chunkFloor all chunk sequences of the upload below this one are committed or abandoned for good
 */
public record Mutation(long upload, int sequence, int acknowledgedBelow, int chunkFloor) {
    public static final int LENGTH = Long.BYTES + 3 * Integer.BYTES;

    /** For requests that mutate nothing. */
    public static final Mutation NONE = new Mutation(UploadId.NONE, 0, 0, 0);

    public void write(BodyWriter out) {
        out.putLong(upload);
        out.putInt(sequence);
        out.putInt(acknowledgedBelow);
        out.putInt(chunkFloor);
    }

    public static Mutation read(BodyReader in) throws ProtocolException {
        return new Mutation(in.getLong(), in.getInt(), in.getInt(), in.getInt());
    }
}
