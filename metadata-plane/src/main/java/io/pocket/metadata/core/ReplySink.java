package io.pocket.metadata.core;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;

/** Way back to one peer. */
public interface ReplySink {
    /**
     * Takes a response. It must not leave before everything appended to the log until this call is durable.
     *
     * @param opcode code of the request
     * @param flags {@link io.pocket.protocol.FrameHeader#FLAG_MAP_STALE} or 0
     * @param payload null for none; borrowed for the call, so it is copied
     */
    void reply(
            long requestId,
            int opcode,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            ByteBuffer payload);

    /**
     * Whether an answer of this length can be taken; {@link #reply} takes it then.
     *
     * @param lengthBytes of the whole frame
     */
    default boolean hasRoom(int lengthBytes) {
        return true;
    }

    /** Ends the connection, after the replies taken so far. {@link ShardCore#closed} need not follow. */
    void close();
}
