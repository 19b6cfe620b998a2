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
import io.pocket.server.PayloadRelease;
import io.pocket.server.PayloadSink;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins one connection of the transport to one session of the core; also takes the payload of its WRITEs. */
final class ClientPeer implements NodePeer, PayloadSink {

    private static final Logger LOG = LoggerFactory.getLogger(ClientPeer.class);

    private static final Response EMPTY = new Empty();

    /** Copying so much costs less than what it takes to lend it: another entry of a gathering write, and to keep track of it. */
    private static final int COPIED_BYTES_MAX = 4 << 10;

    /** Beyond it a slow reader costs no more memory of the transport: it is lent what it asks for, which is the slab's. */
    private static final long PENDING_BYTES_MAX = 256 << 10;

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

    /** What cannot be sent, for want of memory say, costs this connection, whose frame is torn; the bytes are given back. */
    @Override
    public void lend(long requestId, LentBytes bytes) {
        if (bytes.pieces() == 1
                && bytes.piece(0).remaining() <= COPIED_BYTES_MAX
                && connection.pendingOutputBytes() <= PENDING_BYTES_MAX) {
            copy(requestId, bytes);
        } else {
            lendItself(requestId, bytes);
        }
    }

    private void copy(long requestId, LentBytes bytes) {
        try {
            connection.replyCopying(Opcode.READ.code(), requestId, 0, EMPTY, bytes.piece(0));
        } catch (RuntimeException | OutOfMemoryError e) {
            cannotAnswer(e);
        } finally {
            bytes.release();
        }
    }

    private void cannotAnswer(Throwable cause) {
        LOG.error("cannot answer a READ of {}; its connection is closed", connection.peer(), cause);
        connection.close();
    }

    private void lendItself(long requestId, LentBytes bytes) {
        Loan loan = new Loan(bytes);
        boolean given = false;
        try {
            connection.replyLending(Opcode.READ.code(), requestId, 0, EMPTY, pieces(bytes), loan);
            given = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            cannotAnswer(e);
        } finally {
            if (!given) {
                loan.released();
            }
        }
    }

    private static ByteBuffer[] pieces(LentBytes bytes) {
        ByteBuffer[] pieces = new ByteBuffer[bytes.pieces()];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = bytes.piece(i);
        }
        return pieces;
    }

    /** Bytes that come back once, also when sending fails after they were given to the connection. */
    private static final class Loan implements PayloadRelease {

        private final LentBytes bytes;
        private boolean released;

        Loan(LentBytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public void released() {
            if (!released) {
                released = true;
                bytes.release();
            }
        }
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
