package io.pocket.cli.function;

import io.pocket.client.PocketClient;
import java.nio.ByteBuffer;

/** {@link Exchange} through a Pocket cluster. Owns the client. */
public final class PocketExchange implements Exchange {

    private final PocketClient client;

    private PocketExchange(PocketClient client) {
        this.client = client;
    }

    /** Connects with a job's connection string. */
    public static PocketExchange connect(String connection) {
        return new PocketExchange(PocketClient.connect(connection));
    }

    @Override
    public void put(String name, byte[] bytes, int offset, int length) {
        client.put(name, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public byte[] get(String name) {
        return client.get(name);
    }

    @Override
    public void close() {
        client.close();
    }
}
