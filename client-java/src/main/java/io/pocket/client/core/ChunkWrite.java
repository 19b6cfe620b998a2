package io.pocket.client.core;

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
    final int crc32c;

    private ByteBuffer bytes;
    private State state = State.TO_WRITE;
    private ChunkId id;
    private WeightMap.Member node;

    ChunkWrite(long offset, ByteBuffer bytes, int crc32c) {
        this.offset = offset;
        this.lengthBytes = bytes.remaining();
        this.bytes = bytes;
        this.crc32c = crc32c;
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

    void stored() {
        state = State.STORED;
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
