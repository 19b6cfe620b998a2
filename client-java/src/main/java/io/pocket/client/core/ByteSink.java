package io.pocket.client.core;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a {@link ReadOperation} leaves an object's bytes. Used by the lane's thread. Offsets count from the start of the range. */
public interface ByteSink {
    /** Length of an object that is not published yet. */
    long UNKNOWN = -1;

    /**
     * This many bytes will come, or {@link #UNKNOWN}. Called again when the read starts over; what was filled before is void then.
     *
     * @return null, or why they cannot be taken: the operation fails with that text
     */
    String begin(long sizeBytes);

    /**
     * Where to put {@code lengthBytes} bytes, from its position to its limit. The content is undefined until {@link #filled}: a
     * connection may die half-way, and the bytes are then read again into the same place.
     *
     * @return null when there is no room now: call {@link ReadOperation#onSinkReady} when there is. Not null right after {@link #begin}
     */
    ByteBuffer target(long offset, int lengthBytes);

    /** The target holds its bytes, and their checksum was right (or they are part of a chunk, which has none). */
    void filled(long offset, ByteBuffer target) throws IOException;

    /** The target will not be filled: the read of it ended or starts over. */
    void dropped(ByteBuffer target);

    /** Bytes have left for the caller and cannot be taken back: only the same version may follow. */
    boolean isCommitted();
}
