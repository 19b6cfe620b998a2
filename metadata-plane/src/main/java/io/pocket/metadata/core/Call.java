package io.pocket.metadata.core;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;

/**
 * One request on its way through the core.
 *
 * @param sink where the answer goes: the connection, or the batch that the request came in
 * @param deadlineMillis how long the peer still waits, 0 when it did not say
 * @param nowMillis state time
 * @param nowNanos the driver's monotonic time
 * @param epochMillis wall clock, for tokens and people only
 */
record Call(
        ShardSession session,
        ReplySink sink,
        Opcode opcode,
        long requestId,
        int deadlineMillis,
        long nowMillis,
        long nowNanos,
        long epochMillis) {
    /** The same request looked at later. */
    Call at(long laterMillis, long laterNanos, long laterEpochMillis) {
        return new Call(session, sink, opcode, requestId, deadlineMillis, laterMillis, laterNanos, laterEpochMillis);
    }

    /** A request that came inside of this one, and is answered there. */
    Call nested(ReplySink batch, Opcode nestedOpcode, long nestedId, int nestedDeadlineMillis) {
        return new Call(session, batch, nestedOpcode, nestedId, nestedDeadlineMillis, nowMillis, nowNanos, epochMillis);
    }

    /**
     * To be asked before anything changes, by a request that changes something and whose answer has a list or a payload.
     *
     * @param payloadLength bytes of payload
     */
    void requireRoom(Response answer, int payloadLength) throws Refusal {
        if (!sink.hasRoom(Frames.responseLength(answer) + payloadLength)) {
            throw new Refusal(Status.BUSY, "the batch's response has no room for this answer: repeat the request");
        }
    }

    void reply(ShardState state, Response response, ByteBuffer payload) {
        sink.reply(requestId, opcode.code(), Status.OK, 0, flags(state), response, payload);
    }

    void reply(ShardState state, Response response) {
        reply(state, response, null);
    }

    void refuse(ShardState state, Status status, String detail) {
        refuse(state, status, 0, detail);
    }

    void refuse(ShardState state, Status status, int retryAfterMillis, String detail) {
        sink.reply(
                requestId,
                opcode.code(),
                status,
                retryAfterMillis,
                flags(state),
                Frames.error(state.version(), detail),
                null);
    }

    private int flags(ShardState state) {
        if (session.uploadId() == 0) {
            return 0;
        }
        JobState job = state.job(session.job());
        boolean stale = job != null && job.terms().weightMap().epoch() > session.mapEpoch();
        return stale ? FrameHeader.FLAG_MAP_STALE : 0;
    }
}
