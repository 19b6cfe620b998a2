package io.pocket.control.push;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.DropJob;
import io.pocket.protocol.message.DropReply;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.message.JobGrant;
import io.pocket.protocol.message.Request;
import io.pocket.protocol.message.Response;
import io.pocket.protocol.token.ClusterKey;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;
import io.pocket.server.CloseReason;
import io.pocket.server.Connection;
import io.pocket.server.FrameHandler;
import io.pocket.server.FrameView;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A node as far as the controller sees it: checks HELLO, and answers by job number. */
final class ScriptedPeer implements FrameHandler<Connection> {

    static final long REFUSED_JOB = 13;
    static final long UNANSWERED_JOB = 14;
    static final long LATE_JOB = 15;

    private final int id;
    private final long incarnation;
    private final TokenVerifier verifier;

    ScriptedPeer(int id, long incarnation, ClusterKey key) {
        this.id = id;
        this.incarnation = incarnation;
        this.verifier = TokenVerifier.of(null, key);
    }

    @Override
    public Connection open(Connection connection) {
        return connection;
    }

    @Override
    public void onFrame(Connection connection, FrameView header, ByteBuffer body, ByteBuffer payload) {
        int opcode = header.opcode();
        try {
            switch (Request.decode(Opcode.of(opcode), body)) {
                case Hello hello -> greet(connection, header, hello);
                case JobGrant grant
                when grant.job() == REFUSED_JOB ->
                    connection.refuse(opcode, header.requestId(), Status.INVALID_ARGUMENT, "not this job");
                case JobGrant grant
                when grant.job() == LATE_JOB ->
                    connection.refuse(opcode, header.requestId(), Status.UNAUTHENTICATED, "the token has expired");
                case JobGrant grant when grant.job() == UNANSWERED_JOB -> {}
                case DropJob drop -> answer(connection, header, new DropReply(drop.job(), drop.untilEpochSeconds()));
                default -> answer(connection, header, new Empty());
            }
        } catch (ProtocolException e) {
            connection.refuse(opcode, header.requestId(), Status.PROTOCOL_ERROR, e.getMessage());
        }
    }

    private void greet(Connection connection, FrameView header, Hello hello) {
        if (!isController(hello)) {
            connection.refuse(header.opcode(), header.requestId(), Status.UNAUTHENTICATED, "who are you?");
        } else if (hello.expectedId() != id || hello.expectedIncarnation() != incarnation) {
            connection.refuse(header.opcode(), header.requestId(), Status.WRONG_NODE, "I am another");
        } else {
            connection.authenticated();
            answer(
                    connection,
                    header,
                    new HelloReply(1, 0, id, incarnation, 0, 0, 0, 1 << 20, 0, 0, 0, 0, WeightMap.EMPTY));
        }
    }

    private boolean isController(Hello hello) {
        try {
            return verifier.verify(hello.token(), Instant.now().getEpochSecond())
                            .role()
                    == Role.CONTROLLER;
        } catch (TokenException e) {
            return false;
        }
    }

    private static void answer(Connection connection, FrameView header, Response response) {
        connection.reply(header.opcode(), header.requestId(), Status.OK, 0, 0, response);
    }

    @Override
    public void closed(Connection connection, CloseReason reason) {}
}
