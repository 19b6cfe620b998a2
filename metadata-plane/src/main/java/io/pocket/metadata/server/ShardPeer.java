package io.pocket.metadata.server;

import io.pocket.metadata.core.ReplySink;
import io.pocket.metadata.core.ShardSession;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Response;
import io.pocket.server.Connection;
import java.nio.ByteBuffer;

/** One connection: the core's session and the way back. */
final class ShardPeer implements ReplySink {
    private final Connection connection;
    private final ShardSession session;
    private boolean authenticated;

    ShardPeer(Connection connection) {
        this.connection = connection;
        this.session = new ShardSession(this);
    }

    ShardSession session() {
        return session;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void reply(
            long requestId,
            int opcode,
            Status status,
            int retryAfterMillis,
            int flags,
            Response response,
            ByteBuffer payload) {
        if (payload == null) {
            connection.reply(opcode, requestId, status, retryAfterMillis, flags, response);
        } else {
            connection.replyCopying(opcode, requestId, flags, response, payload);
        }
    }

    /** Tells the transport, once, that its limit for HELLO no longer applies. */
    void noteAuthentication() {
        if (!authenticated && session.isAuthenticated()) {
            authenticated = true;
            connection.authenticated();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
