package io.pocket.client;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An object to be put with others.
 *
 * @param bytes between position and limit, which stay where they are; they must not change before the call returns
 */
public record NewObject(String name, ByteBuffer bytes) {
    public NewObject {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bytes, "bytes");
    }

    public static NewObject of(String name, byte[] bytes) {
        return new NewObject(name, ByteBuffer.wrap(bytes));
    }
}
