package io.pocket.data;

/**
 * Keeps the complete chunks of a node across a crash of its process. Slots are numbered like those of
 * {@link ChunkIndex}. Only complete chunks are recorded: a pending one would be dropped by a restart anyway.
 *
 * <p>Each call either has happened as a whole or not at all, wherever the process is killed.
 */
public interface IndexLog extends AutoCloseable {

    /** Receives what {@link #recover} finds. */
    interface Recovered {
        /** One chunk. Slots ascend. */
        void chunk(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes);
    }

    /** Number of slots: the most chunks there can be. */
    int slots();

    /** Records a chunk in an empty slot. Its bytes are already safe in the store. */
    void put(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes);

    /** Empties a slot, before its extent can be given to another chunk. Emptying an empty slot does nothing. */
    void clear(int slot);

    /**
     * Tells every recorded chunk.
     *
     * @return slots that were damaged and have been emptied
     */
    int recover(Recovered recovered);

    /**
     * Identity of this set of chunks: chosen anew whenever the log starts empty, kept as long as its chunks are. It is
     * what HELLO calls the node's incarnation.
     */
    long incarnation();

    @Override
    void close();
}
