package io.pocket.server;

import io.pocket.protocol.Status;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;

/** What the owner of a {@link FrameClient} contributes to each connection. Called on the loop's thread. */
public interface ClientSession {
    /** The greeting for a connection that was just made: a fresh token each time. */
    Hello hello();

    /** The peer accepted the greeting; requests may be sent. */
    default void ready(HelloReply reply) {}

    /**
     * The peer could not be reached, refused the greeting, or the connection ended; requests under way have failed. The client
     * tries again after its back-off, unless the session closes it.
     *
     * @param status what the peer said; UNAVAILABLE when it said nothing
     * @param detail one sentence for the log
     */
    default void lost(Status status, String detail) {}
}
