package io.pocket.data;

import java.io.IOException;

/**
 * Told once how a transfer ended, on the owner thread, perhaps inside the call that started it. It may start other
 * transfers.
 */
public interface Completion {

    /** The bytes are where they belong. */
    void completed();

    /** The medium failed; what the range holds now is unknown. A failed read has no buffers to release. */
    void failed(IOException cause);
}
