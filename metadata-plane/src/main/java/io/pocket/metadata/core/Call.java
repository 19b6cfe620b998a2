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
 * @param deadlineMillis how long the peer still waits, 0 when it did not say
 * @param nowMillis state time
 * @param nowNanos the driver's monotonic time
 * @param epochMillis wall clock, for tokens and people only
 */
record Call(
        ShardSession session,
        Opcode opcode,
        long requestId,
        int deadlineMillis,
        long nowMillis,
        long nowNanos,
        long epochMillis) {
    /** The same request looked at later. */
    Call at(long laterMillis, long laterNanos, long laterEpochMillis) {
        return new Call(session, opcode, requestId, deadlineMillis, laterMillis, laterNanos, laterEpochMillis);
    }

    void reply(ShardState state, Response response, ByteBuffer payload) {
        session.sink().reply(requestId, opcode.code(), Status.OK, 0, flags(state), response, payload);
    }

    void reply(ShardState state, Response response) {
        reply(state, response, null);
    }

    void refuse(ShardState state, Status status, String detail) {
        refuse(state, status, 0, detail);
    }

    void refuse(ShardState state, Status status, int retryAfterMillis, String detail) {
        session.sink()
                .reply(
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
