package io.pocket.client.core;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC32C of a chunk's bytes, taken in steps while the client would only wait for the network: so that it costs no time of its own, and
 * finds bytes that have just arrived still in the processor's cache.
 */
final class RunningChecksum {
    /** About as long as a spin's look at the sockets: 5 to 10 µs. */
    private static final int STEP_BYTES = 128 << 10;

    private final CRC32C crc = new CRC32C();
    private int doneBytes;

    void restart() {
        crc.reset();
        doneBytes = 0;
    }

    /**
     * Takes another step.
     *
     * @param bytes of which those from index {@code start} to {@code end} are there; not changed
     * @return whether there was anything to do
     */
    boolean step(ByteBuffer bytes, int start, int end) {
        int length = Math.min(end - start - doneBytes, STEP_BYTES);
        if (length <= 0) {
            return false;
        }
        take(bytes, start, length);
        return true;
    }

    /** Of all bytes from index {@code start} to {@code end}. */
    int of(ByteBuffer bytes, int start, int end) {
        take(bytes, start, end - start - doneBytes);
        return (int) crc.getValue();
    }

    private void take(ByteBuffer bytes, int start, int length) {
        int from = start + doneBytes;
        crc.update(bytes.duplicate().limit(from + length).position(from));
        doneBytes += length;
    }
}
