package io.pocket.data;

import java.nio.ByteBuffer;

/**
 * Bytes on their way into an extent. Reusable: {@link #begin}, then {@link #target} until all bytes are there, then
 * {@link #submit}; or {@link #cancel} instead of submit. After the completion or the cancel it may begin again.
 */
public interface ChunkWrite {

    /**
     * Makes room for part of a chunk.
     *
     * @param extent where the chunk lies
     * @param chunkLengthBytes declared length of the whole chunk; with it a store knows the last part and may pad it to
     *     whole sectors
     * @param offset where in the chunk the part begins
     * @param lengthBytes length of the part, at least 1, at most what is left of the chunk
     */
    Admission begin(long extent, int chunkLengthBytes, int offset, int lengthBytes);

    /**
     * Where the next bytes go: a direct buffer if the medium has one, which the caller fills by moving its position. The
     * same one is returned until it is full, then the next. Owned by this write, valid until submit or cancel.
     *
     * @return a buffer with bytes remaining; or one with none when all bytes of the part are there
     */
    ByteBuffer target();

    /** Hands the filled part over. All of it must have arrived. */
    void submit(Completion completion);

    /** Gives up before submit: the range's bytes are unspecified, buffers are returned. */
    void cancel();
}
