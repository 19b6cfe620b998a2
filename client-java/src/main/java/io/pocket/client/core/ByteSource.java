package io.pocket.client.core;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a {@link WriteOperation} takes an object's bytes. Used by the lane's thread; may block on the caller's own source. */
public interface ByteSource {
    /** {@link #sizeBytes} as long as the end is not known. */
    long UNKNOWN = -1;

    /** Length of the object, or {@link #UNKNOWN} as long as it is open-ended. */
    long sizeBytes();

    /**
     * Bytes of the object, between the buffer's position and limit. They must not change before {@link #release}.
     *
     * @param offset where the former answer ended, or 0 when the operation has to start over
     * @param lengthBytes as many are wanted; the answer is shorter only where a source whose size is unknown ends, or is flushed
     * @return null when they are not there yet: call {@link WriteOperation#onSourceReady} when they are
     */
    ByteBuffer take(long offset, int lengthBytes) throws IOException;

    /** The bytes are not needed any more, unless they are taken again. */
    void release(ByteBuffer bytes);

    /** Whether {@link #take} may start again at 0. */
    boolean isRepeatable();
}
