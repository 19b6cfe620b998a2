package io.pocket.data;

import java.io.IOException;

/** One WRITE on its way into the store. Pooled by the core. */
final class WriteOperation implements Completion {

    private final Writes writes;
    private final ChunkWrite write;
    private NodeSession session;
    private long requestId;
    private int slot;
    private int offset;
    private int lengthBytes;
    private boolean answered;

    WriteOperation(Writes writes, ChunkWrite write) {
        this.writes = writes;
        this.write = write;
    }

    void begin(NodeSession owner, long id, int chunkSlot, int start, int length) {
        session = owner;
        requestId = id;
        slot = chunkSlot;
        offset = start;
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

    ChunkWrite write() {
        return write;
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

    int offset() {
        return offset;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void completed() {
        writes.stored(this);
    }

    @Override
    public void failed(IOException cause) {
        writes.failed(this, cause);
    }

    @Override
    public void overdue(IOException cause) {
        writes.overdue(this, cause);
    }
}
