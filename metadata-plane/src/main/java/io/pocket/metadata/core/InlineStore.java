package io.pocket.metadata.core;

import java.nio.ByteBuffer;

/** Bounded memory, off-heap in production, for the bytes of inline objects. */
public interface InlineStore {
    long FULL = -1;

    /**
     * Copies the bytes between position and limit.
     *
     * @return a handle of at least 0, or {@link #FULL}
     */
    long store(ByteBuffer bytes);

    /**
     * As {@link #store}, but always with room: for bytes that were acknowledged before a restart. All of these together are no more than
     * what once fitted.
     */
    long storeBeyondCapacity(ByteBuffer bytes);

    /** The stored bytes, valid until the next call that changes the store. */
    ByteBuffer view(long handle, int length);

    void free(long handle, int length);

    /** Whether {@link #store} would succeed now. */
    boolean fits(int length);

    long usedBytes();
}
