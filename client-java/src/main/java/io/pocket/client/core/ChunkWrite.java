package io.pocket.client.core;

import io.pocket.protocol.Checksum;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import java.nio.ByteBuffer;
import java.util.List;

/** One chunk of an object that is being put: its bytes until a node has them, then the place. */
final class ChunkWrite {
    private enum State {
        TO_WRITE,
        UNDER_WAY,
        STORED
    }

    final long offset;
    final int lengthBytes;

    private final RunningChecksum checksum = new RunningChecksum();
    private int crc32c;
    private ByteBuffer bytes;
    private State state = State.TO_WRITE;
    private ChunkId id;
    private WeightMap.Member node;

    ChunkWrite(long offset, ByteBuffer bytes) {
        this.offset = offset;
        this.lengthBytes = bytes.remaining();
        this.bytes = bytes;
    }

    /** Null once the source has them back. */
    ByteBuffer bytes() {
        return bytes;
    }

    void bytes(ByteBuffer taken) {
        bytes = taken;
    }

    boolean isToWrite() {
        return state == State.TO_WRITE;
    }

    boolean isStored() {
        return state == State.STORED;
    }

    /** Null before it was first sent. */
    ChunkId id() {
        return id;
    }

    WeightMap.Member node() {
        return node;
    }

    void sent(ChunkId fresh, WeightMap.Member to) {
        id = fresh;
        node = to;
        state = State.UNDER_WAY;
    }

    /** Not after its bytes went back to the source. */
    void stored() {
        state = State.STORED;
        if (bytes != null) {
            crc32c = checksum.of(bytes, bytes.position(), bytes.limit());
        }
    }

    /** Takes the checksum of some bytes; false when there is nothing to do now. */
    boolean checkSome() {
        return state == State.UNDER_WAY && bytes != null && checksum.step(bytes, bytes.position(), bytes.limit());
    }

    /** Whether these are the bytes that were stored before. */
    boolean hasChecksumOf(ByteBuffer again) {
        return Checksum.crc32c(again) == crc32c;
    }

    /** Its number is abandoned: it is written again under another one. */
    void again() {
        id = null;
        state = State.TO_WRITE;
    }

    Chunk place() {
        return new Chunk(lengthBytes, crc32c, List.of(new Replica(id, node.nodeId(), node.incarnation())));
    }
}
