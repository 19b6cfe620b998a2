package io.pocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What is said on one connection. For one thread. */
public interface Dialogue {
    /** Writes the next request at the buffer's position; it has {@link LoadDriver#REQUEST_BYTES_MAX} bytes of room. */
    void ask(ByteBuffer out);

    /**
     * Takes the whole answers between position and limit, and leaves the position at the first that is not whole yet.
     *
     * @return how many they were
     * @throws IOException if one is an error
     * @throws io.pocket.benchmarks.contender.WrongAnswerException if one is not what was asked for
     */
    int take(ByteBuffer in) throws IOException;
}
