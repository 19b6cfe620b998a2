package io.pocket.benchmarks.contender;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A store as one client sees it, through one connection that is open already. For one thread. */
public interface Contender extends AutoCloseable {
    /** Stores a value; returns when the store has said that it has it. The buffer's position may move. */
    void put(Key key, ByteBuffer value) throws IOException;

    /**
     * Reads a value.
     *
     * @return its bytes between position and limit, valid until the next call
     */
    ByteBuffer get(Key key) throws IOException;

    @Override
    void close() throws IOException;
}
