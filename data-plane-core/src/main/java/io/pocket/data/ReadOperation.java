package io.pocket.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One READ on its way out of the store, and then the bytes it lends. Pooled by the core. */
final class ReadOperation implements Completion, LentBytes {

    private final Reads reads;
    private final ChunkRead read;
    private NodeSession session;
    private long requestId;
    private int slot;
    private int lengthBytes;
    private boolean answered;

    ReadOperation(Reads reads, ChunkRead read) {
        this.reads = reads;
        this.read = read;
    }

    void begin(NodeSession owner, long id, int chunkSlot, int length) {
        session = owner;
        requestId = id;
        slot = chunkSlot;
        lengthBytes = length;
        answered = false;
    }

    /** Its asker was told that it is overdue: nobody is told how it ends. */
    boolean isAnswered() {
        return answered;
    }

    void markAnswered() {
        answered = true;
    }

    /** Forgets the session, so that a pooled operation keeps nothing alive. */
    void end() {
        session = null;
    }

    ChunkRead read() {
        return read;
    }

    NodeSession session() {
        return session;
    }

    long requestId() {
        return requestId;
    }

    int slot() {
        return slot;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void completed() {
        reads.loaded(this);
    }

    @Override
    public void failed(IOException cause) {
        reads.failed(this, cause);
    }

    @Override
    public void overdue(IOException cause) {
        reads.overdue(this, cause);
    }

    @Override
    public int pieces() {
        return read.pieces();
    }

    @Override
    public ByteBuffer piece(int index) {
        return read.piece(index);
    }

    @Override
    public void release() {
        if (session == null) {
            throw new IllegalStateException("these bytes were released before");
        }
        reads.taken(this);
    }
}
