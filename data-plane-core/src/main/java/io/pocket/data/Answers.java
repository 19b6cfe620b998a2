package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.Empty;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Response;
import java.io.IOException;

/** What a core says to its peers. Nothing is said to one that is gone. */
final class Answers {

    static final Response EMPTY = new Empty();

    /** Pause proposed when all staging buffers are taken: about what a device needs for one. */
    private static final int BUSY_RETRY_MILLIS = 5;

    /** Frees of deleted objects arrive within about this time. */
    private static final int QUOTA_RETRY_MILLIS = 1_000;

    private final NodeCounters counters;

    Answers(NodeCounters counters) {
        this.counters = counters;
    }

    void ok(NodeSession session, Opcode opcode, long requestId, Response body) {
        send(session, opcode, requestId, Status.OK, 0, body);
    }

    void refuse(NodeSession session, Opcode opcode, long requestId, Status status, String detail) {
        counters.add(NodeCounter.REFUSED, 1);
        send(session, opcode, requestId, status, 0, new ErrorReply(0, detail));
    }

    void full(NodeSession session, Opcode opcode, long requestId, String detail) {
        counters.add(NodeCounter.FULL, 1);
        send(session, opcode, requestId, Status.FULL, 0, new ErrorReply(0, detail));
    }

    /** Not the node is full, but the job's share of its byte quota: what the job frees makes room. */
    void overLimit(NodeSession session, Opcode opcode, long requestId, String detail) {
        counters.add(NodeCounter.OVER_LIMIT, 1);
        send(session, opcode, requestId, Status.FULL, QUOTA_RETRY_MILLIS, new ErrorReply(0, detail));
    }

    void tooManyConnections(NodeSession session, long requestId, long job, int allowed) {
        counters.add(NodeCounter.OVER_CONNECTIONS, 1);
        String detail = "job " + job + " may have " + allowed + " client connections to this node";
        send(session, Opcode.HELLO, requestId, Status.QUOTA_EXCEEDED, QUOTA_RETRY_MILLIS, new ErrorReply(0, detail));
    }

    void mediumFailed(NodeSession session, Opcode opcode, long requestId, IOException cause) {
        refuse(session, opcode, requestId, Status.IO_ERROR, "the medium failed: " + cause.getMessage());
    }

    void dropped(NodeSession session, Opcode opcode, long requestId, long job) {
        refuse(session, opcode, requestId, Status.JOB_DROPPED, "job " + job + " was deregistered");
    }

    void busy(NodeSession session, Opcode opcode, long requestId) {
        counters.add(NodeCounter.REFUSED, 1);
        ErrorReply detail = new ErrorReply(0, "all staging buffers are in use: try again soon");
        send(session, opcode, requestId, Status.BUSY, BUSY_RETRY_MILLIS, detail);
    }

    private static void send(
            NodeSession session, Opcode opcode, long requestId, Status status, int retryAfterMillis, Response body) {
        if (!session.isClosed()) {
            session.peer().reply(opcode, requestId, status, retryAfterMillis, body);
        }
    }
}
