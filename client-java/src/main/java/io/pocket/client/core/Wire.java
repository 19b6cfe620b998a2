package io.pocket.client.core;

import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;

/**
 * What a {@link Lane} asks its driver to do. No method blocks, fails or calls back into the lane: what becomes of it is told
 * later through the lane's {@code on…} methods. An endpoint is named by the same object for as long as its connection lives.
 */
public interface Wire {
    /** Starts to connect; {@link Lane#onConnected} or {@link Lane#onDisconnected} follows. There is no connection to it now. */
    void connect(Endpoint endpoint);

    /**
     * Queues a request on an established connection. Requests of one connection leave in order.
     *
     * @param deadlineMillis to be written into the frame's header
     * @param payload bytes between position and limit, which stay where they are; null for none. Not copied: they belong to the
     *     driver until the response or the end of the connection, whichever comes first
     */
    void send(Endpoint endpoint, Request request, long requestId, int deadlineMillis, ByteBuffer payload);

    /**
     * Ends the connection, established or not. From here until the next {@link #connect} the driver reports nothing about the endpoint,
     * and touches neither payloads nor targets of its requests.
     */
    void close(Endpoint endpoint);
}
