package io.pocket.protocol.message;

import io.pocket.protocol.BodyReader;
import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.ProtocolException;

/**
 * How full a shard is.
 *
 * @param objectBytes sizes of all objects
 * @param inlineBytes bytes held inline
 * @param uploads live uploads
 * @param parked waiting lookups
 * @param pendingFrees frees no node has acknowledged yet
 */
public record ShardStatReply(
        long jobs,
        long objects,
        long objectBytes,
        long inlineBytes,
        long uploads,
        long parked,
        long pendingFrees,
        long journalBytes)
        implements Response {
    @Override
    public int bodyLength() {
        return 64;
    }

    @Override
    public void writeBody(BodyWriter out) {
        out.putLong(jobs);
        out.putLong(objects);
        out.putLong(objectBytes);
        out.putLong(inlineBytes);
        out.putLong(uploads);
        out.putLong(parked);
        out.putLong(pendingFrees);
        out.putLong(journalBytes);
    }

    static ShardStatReply read(BodyReader in) throws ProtocolException {
        return new ShardStatReply(
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize(),
                in.getSize());
    }
}
