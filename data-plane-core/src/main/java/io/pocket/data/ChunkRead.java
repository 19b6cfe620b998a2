package io.pocket.data;

import java.nio.ByteBuffer;

/**
 * Bytes on their way out of an extent. Reusable: {@link #begin}, after its completion the {@link #piece}s, then
 * {@link #release}.
 */
public interface ChunkRead {

    /**
     * Starts a read of part of a chunk.
     *
     * @param lengthBytes at least 1
     * @param completion told once, if the answer is {@link Admission#ACCEPTED}
     */
    Admission begin(long extent, int offset, int lengthBytes, Completion completion);

    /** Number of buffers that hold the bytes, in order. */
    int pieces();

    /**
     * One of the buffers; its remaining bytes are the content. The caller may move position and limit, never change
     * bytes. Valid until {@link #release}.
     */
    ByteBuffer piece(int index);

    /** The last byte has been taken (by the kernel, the peer, the device): gives the buffers back. */
    void release();
}
