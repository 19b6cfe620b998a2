package io.pocket.data;

import java.nio.ByteBuffer;

/** Bytes of a chunk on their way to a peer. They do not change until released. */
public interface LentBytes {

    /** Number of buffers that hold the bytes, in order. */
    int pieces();

    /** One of the buffers, from position to limit; its position may be moved, its bytes must not be changed. */
    ByteBuffer piece(int index);

    /**
     * Gives the bytes back: the kernel, the device or the peer's acknowledgement is done with them, or the connection is
     * gone. Exactly once, on the owner thread; also allowed after {@link NodeCore#closed}.
     */
    void release();
}
