package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.ProtocolException;
import java.nio.ByteBuffer;

/**
 * What the body of a {@link Read} or {@link Write} says, decoded in place: both are a chunk, an offset and a length. One instance serves all
 * requests of a thread, so that a node's hot path leaves nothing to the collector; the fields hold until the next one is decoded.
 */
public final class ChunkPart {
    private final BodyReader reader = new BodyReader(null);
    private long upload;
    private int sequence;
    private int offset;
    private int lengthBytes;

    /**
     * Decodes the body between {@code body}'s position and limit.
     *
     * @throws ProtocolException whatever the bytes are, if they are not exactly one such body
     */
    public ChunkPart decode(ByteBuffer body) throws ProtocolException {
        reader.wrap(body);
        upload = reader.getLong();
        sequence = reader.getInt();
        offset = reader.getLength();
        lengthBytes = reader.getLength();
        reader.end();
        return this;
    }

    /** The same of a message that was decoded before. */
    public ChunkPart of(Read read) {
        return set(read.chunk(), read.offset(), read.readLength());
    }

    /** The same of a message that was decoded before. */
    public ChunkPart of(Write write) {
        return set(write.chunk(), write.offset(), write.declaredLength());
    }

    private ChunkPart set(ChunkId chunk, int newOffset, int newLengthBytes) {
        upload = chunk.upload();
        sequence = chunk.sequence();
        offset = newOffset;
        lengthBytes = newLengthBytes;
        return this;
    }

    /** See {@link ChunkId#upload}. */
    public long upload() {
        return upload;
    }

    /** See {@link ChunkId#sequence}. */
    public int sequence() {
        return sequence;
    }

    /** Where in the chunk the part begins, at least 0. */
    public int offset() {
        return offset;
    }

    /** Of a READ: how much is wanted. Of a WRITE: the declared length of the whole chunk. At least 0, as it came. */
    public int lengthBytes() {
        return lengthBytes;
    }
}
