package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;

/**
 * The other end of a session, as the driver shows it to {@link NodeCore}. Called on the owner thread, perhaps from within
 * any call to the core; never after {@link NodeCore#closed}.
 */
public interface NodePeer {

    /** HELLO succeeded: the connection may stay, and payloads are welcome. */
    void authenticated();

    /**
     * Answers a request without payload.
     *
     * @param retryAfterMillis when a refused request is worth repeating, 0 if that is unknown
     */
    void reply(Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body);

    /** Answers a READ with OK and these bytes, which the peer must release once they have been taken. */
    void lend(long requestId, LentBytes bytes);

    /** Goes on after {@link WriteStart#NOT_NOW}: the driver asks {@link NodeCore#beginWrite} again. */
    void resume();
}
