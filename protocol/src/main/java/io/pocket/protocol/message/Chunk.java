package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;
import java.util.List;

/**
 * A piece of an object.
 *
 * @param lengthBytes at least 1
 * @param crc32c of the piece, made by its writer
 * @param replicas at least one, on distinct nodes
 */
public record Chunk(int lengthBytes, int crc32c, List<Replica> replicas) {
    public static final int MIN_LENGTH = 8 + Lists.COUNT_LENGTH;

    public Chunk {
        replicas = List.copyOf(replicas);
    }

    public int length() {
        return 8 + Lists.length(replicas, Replica::length);
    }

    public void write(BodyWriter out) {
        out.putInt(lengthBytes);
        out.putInt(crc32c);
        Lists.write(replicas, Replica::write, out);
    }

    public static Chunk read(BodyReader in) throws ProtocolException {
        return new Chunk(in.getLength(), in.getInt(), Lists.read(in, Replica.MIN_LENGTH, Replica::read));
    }
}
