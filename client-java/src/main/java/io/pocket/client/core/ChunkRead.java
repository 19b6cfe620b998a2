package io.pocket.client.core;

import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Read;
import io.pocket.protocol.message.Replica;
import java.nio.ByteBuffer;

/** The part of one chunk that a get needs: where it is, where it goes, and what was tried. */
final class ChunkRead {
    /** Offset within the chunk. */
    final int from;

    final int lengthBytes;
    /** Where it goes, counted from the start of the range. */
    final long sinkOffset;

    private Chunk chunk;
    private final RunningChecksum checksum = new RunningChecksum();
    private ByteBuffer target;
    private int targetStart;
    private long triedReplicas;
    private int replica;
    private int mismatches;
    private boolean underWay;
    private boolean done;

    ChunkRead(Chunk chunk, int from, int lengthBytes, long sinkOffset) {
        this.chunk = chunk;
        this.from = from;
        this.lengthBytes = lengthBytes;
        this.sinkOffset = sinkOffset;
    }

    /** The same bytes, found again, perhaps elsewhere. */
    void relocated(Chunk found) {
        chunk = found;
        triedReplicas = 0;
    }

    Chunk chunk() {
        return chunk;
    }

    boolean hasTarget() {
        return target != null;
    }

    void target(ByteBuffer room) {
        target = room;
        targetStart = room == null ? 0 : room.position();
    }

    /** With its position at the start. */
    ByteBuffer target() {
        return target.position(targetStart);
    }

    /** For bytes that begin to arrive; its position tells how many have. */
    ByteBuffer payloadTarget() {
        checksum.restart();
        return target();
    }

    ByteBuffer takeTarget() {
        ByteBuffer room = target();
        target = null;
        return room;
    }

    boolean isOpen() {
        return !done && !underWay;
    }

    boolean isDone() {
        return done;
    }

    Replica replica() {
        return chunk.replicas().get(replica);
    }

    boolean isUntried(int index) {
        return (triedReplicas & 1L << index) == 0;
    }

    Read sent(int replicaIndex) {
        replica = replicaIndex;
        triedReplicas |= 1L << replicaIndex;
        underWay = true;
        return new Read(replica().chunk(), from, lengthBytes);
    }

    void ended() {
        underWay = false;
    }

    /** BUSY is no fault of the replica: it may be tried again. */
    void mayRetry() {
        triedReplicas &= ~(1L << replica);
    }

    void done() {
        done = true;
    }

    /** A part of a chunk has no checksum of its own. */
    boolean isIntact() {
        return !isWhole() || checksum.of(target, targetStart, targetStart + lengthBytes) == chunk.crc32c();
    }

    private boolean isWhole() {
        return from == 0 && lengthBytes == chunk.lengthBytes();
    }

    /** Checks some of what has arrived; false when there is nothing to check now. */
    boolean checkSome() {
        return underWay && target != null && isWhole() && checksum.step(target, targetStart, target.position());
    }

    /** How often its checksum was wrong, this time included. */
    int mismatched() {
        return ++mismatches;
    }
}
