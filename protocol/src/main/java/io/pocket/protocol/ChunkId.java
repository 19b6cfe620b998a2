package io.pocket.protocol;

/**
 * Number of a chunk: the upload under which a client wrote it, and the chunk's sequence within that upload. Never reused,
 * because a shard never issues an upload id twice and a client never uses a sequence twice.
 *
 * @param upload upload id, see {@link UploadId}
 * @param sequence unsigned 32 bits
 */
public record ChunkId(long upload, int sequence) {
    /** No chunk: no upload has this id. */
    public static final ChunkId NONE = new ChunkId(UploadId.NONE, 0);

    public static final int LENGTH = Long.BYTES + Integer.BYTES;

    /** The shard that issued the upload and alone may say that the chunk is free. */
    public int shardId() {
        return UploadId.shardId(upload);
    }

    public void write(BodyWriter out) {
        out.putLong(upload);
        out.putInt(sequence);
    }

    public static ChunkId read(BodyReader in) throws ProtocolException {
        return new ChunkId(in.getLong(), in.getInt());
    }
}
