package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * What one job uses on one server.
 *
 * @param job job number
 * @param objects on a shard: objects; on a node: chunks
 * @param bytes on a shard: sizes of the objects; on a node: declared lengths of the chunks, pending ones included
 * @param inlineBytes on a shard
 * @param operations requests of the job's clients since the server started
 * @param connections of the job's clients now
 */
public record JobUsage(long job, long objects, long bytes, long inlineBytes, long operations, int connections) {
    public static final int MIN_LENGTH = 44;

    int length() {
        return MIN_LENGTH;
    }

    void write(BodyWriter out) {
        out.putLong(job);
        out.putLong(objects);
        out.putLong(bytes);
        out.putLong(inlineBytes);
        out.putLong(operations);
        out.putInt(connections);
    }

    static JobUsage read(BodyReader in) throws ProtocolException {
        return new JobUsage(in.getLong(), in.getSize(), in.getSize(), in.getSize(), in.getSize(), in.getLength());
    }
}
