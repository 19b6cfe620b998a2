package io.pocket.data.jvm;

import io.pocket.data.LentBytes;
import io.pocket.data.NodeCore;
import io.pocket.data.NodePeer;
import io.pocket.data.NodeSession;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Response;
import io.pocket.server.Connection;
import io.pocket.server.PayloadSink;
import java.nio.ByteBuffer;

/** Joins one connection of the transport to one session of the core; also takes the payload of its WRITEs. */
final class ClientPeer implements NodePeer, PayloadSink {

    private static final Response EMPTY = new Empty();

    private final Connection connection;
    private NodeCore core;
    private NodeSession session;

    ClientPeer(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Null until the node serves. */
    NodeSession session() {
        return session;
    }

    void join(NodeCore served) {
        core = served;
        session = served.open(this);
    }

    @Override
    public void authenticated() {
        connection.authenticated();
    }

    @Override
    public void reply(Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body) {
        connection.reply(opcode.code(), requestId, status, retryAfterMillis, 0, body);
    }

    @Override
    public void lend(long requestId, LentBytes bytes) {
        if (bytes.pieces() == 1) {
            connection.replyLending(Opcode.READ.code(), requestId, 0, EMPTY, bytes.piece(0), bytes::release);
        } else {
            connection.replyCopying(Opcode.READ.code(), requestId, 0, EMPTY, joined(bytes));
            bytes.release();
        }
    }

    private static ByteBuffer joined(LentBytes bytes) {
        int length = 0;
        for (int i = 0; i < bytes.pieces(); i++) {
            length += bytes.piece(i).remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (int i = 0; i < bytes.pieces(); i++) {
            all.put(bytes.piece(i));
        }
        return all.flip();
    }

    @Override
    public void resume() {
        connection.resumeReading();
    }

    @Override
    public ByteBuffer target() {
        return core.writeTarget(session);
    }

    @Override
    public void complete() {
        core.completeWrite(session);
    }

    @Override
    public void abort() {
        core.abortWrite(session);
    }
}
