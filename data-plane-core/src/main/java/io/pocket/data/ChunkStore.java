package io.pocket.data;

import java.io.IOException;

/**
 * A medium that holds the bytes of chunks: the seam between {@link NodeCore} and DRAM, files, NVMe.
 *
 * <p>It does two things. It gives out <em>extents</em>, runs of bytes named by their offset. And it moves bytes into and
 * out of extents, with completions: memory completes inside the call, a device later.
 *
 * <p><strong>Thread.</strong> One owner thread makes every call and receives every completion: inside the call that
 * started the transfer, inside {@link #poll}, or as a task the store hands to that thread's event loop.
 *
 * <p><strong>Order.</strong> Transfers on different extents may complete in any order: a disk store is free to merge and
 * sort them. The caller never frees an extent with a transfer under way, and never reads a range that is being written.
 *
 * <p><strong>Bounds.</strong> A store that stages bytes takes its buffers at construction. When they are all in use a
 * transfer is answered {@link Admission#BUSY}; each completed write and each released read may have made room.
 */
public interface ChunkStore extends AutoCloseable {

    /** Answer of {@link #allocate} when there is no room. */
    long FULL = -1;

    /**
     * Takes an extent.
     *
     * @param lengthBytes at least 1
     * @return its offset, or {@link #FULL}
     */
    long allocate(int lengthBytes);

    /** Gives back an extent that was allocated or reserved with this length. No transfer on it is under way. */
    void free(long extent, int lengthBytes);

    /**
     * Takes a given extent while the index is recovered: in ascending order, before the first {@link #allocate}.
     *
     * @throws IllegalStateException if it overlaps another or lies outside the medium
     */
    void reserve(long extent, int lengthBytes);

    /** Bytes that an extent of this length takes, rounding included. */
    long extentBytes(int lengthBytes);

    /** Bytes that all extents together may take. */
    long capacityBytes();

    /** Bytes taken by extents, rounding included. */
    long usedBytes();

    /** Longest extent that can be allocated now, in bytes; may be a few percent too small. */
    long largestFreeBytes();

    /** Makes a reusable write; the caller keeps a pool of them. */
    ChunkWrite newWrite();

    /** Makes a reusable read; the caller keeps a pool of them. */
    ChunkRead newRead();

    /**
     * Says how the owner learns that {@link #poll} has something to do: the store runs the task once for each poll it
     * needs, on the owner's thread or another. The task must be quick and only see to it that the owner polls soon. A
     * store whose transfers complete inside the call never runs it.
     */
    default void wakeUpBy(Runnable task) {
        // Nothing ever completes later.
    }

    /**
     * Drives the device: submits what is queued and delivers completions. Called when {@link #wakeUpBy} says
     * so; once too often does no harm.
     *
     * @return completions delivered
     */
    default int poll() {
        return 0;
    }

    /**
     * Ends what is under way, and forces all bytes to where they outlive a restart of the machine. The last call before
     * {@link #close}. Does nothing where bytes never outlive one.
     *
     * @throws IOException if some bytes may not be there
     */
    default void settle() throws IOException {
        // Memory: nothing to force.
    }

    /** Gives everything back. No transfer is under way, and no buffer is used any more. */
    @Override
    void close();
}
