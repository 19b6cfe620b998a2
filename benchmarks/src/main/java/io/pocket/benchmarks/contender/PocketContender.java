package io.pocket.benchmarks.contender;

import io.pocket.client.ObjectInfo;
import io.pocket.client.PocketClient;
import java.nio.ByteBuffer;
import java.util.List;

/** Pocket through its client's public API, into the caller's buffer. */
public final class PocketContender implements Contender {
    private final PocketClient client;
    private final ByteBuffer value;

    /**
     * Connects with the client's default options.
     *
     * @param sizeBytesMax longest value that will be asked for
     */
    public PocketContender(String connectionString, int sizeBytesMax) {
        client = PocketClient.connect(connectionString);
        value = ByteBuffer.allocateDirect(sizeBytesMax);
    }

    @Override
    public void put(Key key, ByteBuffer bytes) {
        client.put(key.text(), bytes);
    }

    @Override
    public ByteBuffer get(Key key) {
        value.clear();
        client.get(key.text(), value);
        return value.flip();
    }

    /** What the shard knows of the object; no bytes, no places. */
    public ObjectInfo lookup(Key key) {
        return client.stat(key.text());
    }

    /** Removes an object that is there. */
    public void delete(Key key) {
        if (!client.delete(key.text())) {
            throw new WrongAnswerException(key.text() + ": there was nothing to delete");
        }
    }

    /** All names of a prefix. */
    public List<ObjectInfo> list(String prefix) {
        return client.list(prefix);
    }

    @Override
    public void close() {
        client.close();
    }
}
