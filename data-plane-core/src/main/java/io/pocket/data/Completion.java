package io.pocket.data;

import java.io.IOException;

/**
 * Told once how a transfer ended, on the owner thread, perhaps inside the call that started it. It may start other
 * transfers.
 */
public interface Completion {

    /** The bytes are where they belong. */
    void completed();

    /**
     * The medium failed; what the range holds now is unknown. A failed read has no buffers to release.
     *
     * @param cause a {@link MediumFullException} if it had no room
     */
    void failed(IOException cause);

    /**
     * The transfer's deadline has passed, but the device still has it. Told at most once; {@link #completed} or
     * {@link #failed} follows when the device lets go, which may be never. Until then extent and buffers are in use.
     */
    default void overdue(IOException cause) {
        // Who has no deadline of its own waits on.
    }
}
