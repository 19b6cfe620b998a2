package io.pocket.metadata.core;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.BatchReply;
import io.pocket.protocol.message.ErrorReply;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Response;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Collects the answers to one batch and sends them when all are there. Every request still unanswered has room for an error kept, so
 * only an answer that is longer than that can fail to fit; it becomes BUSY.
 *
 * <p>The answers lie in memory that all batches share until {@link #keep}: most batches are answered before the next request is looked at.
 */
final class BatchReplies implements ReplySink {
    /** Room kept for each answer to come. */
    static final int RESERVE =
            FrameHeader.HEADER_LENGTH + new ErrorReply(0, "").bodyLength() + Frames.MAX_DETAIL_LENGTH;

    private static final int ROOM = FrameHeader.MAX_FRAME_LENGTH - Frames.responseLength(new BatchReply(0));

    private final Batches owner;
    private final Call outer;
    private final int count;
    private final Map<Long, Integer> unanswered;
    private final BodyWriter writer;
    private ByteBuffer answers;
    private boolean kept;
    private int anyFlags;

    /** @param opcodes of the requests by request id */
    BatchReplies(Batches owner, Call outer, Map<Long, Integer> opcodes, ByteBuffer shared) {
        this.owner = owner;
        this.outer = outer;
        this.count = opcodes.size();
        this.unanswered = opcodes;
        this.answers = shared;
        this.writer = new BodyWriter(shared);
    }

    boolean isComplete() {
        return unanswered.isEmpty();
    }

    /** Requests without an answer. */
    int openCount() {
        return unanswered.size();
    }

    ShardSession session() {
        return outer.session();
    }

    /** Bytes that {@link #keep} will take. */
    int lengthToKeep() {
        return answers.position() + unanswered.size() * RESERVE;
    }

    /** Leaves the shared memory. */
    void keep() {
        answers = Batches.buffer(lengthToKeep()).put(answers.flip());
        kept = true;
    }

    /** Bytes taken for as long as it is kept. */
    int keptLength() {
        return answers.capacity();
    }

    /** Answers everything that is still open. */
    void refuseRest(Status status, int retryAfterMillis, ErrorReply error) {
        for (Map.Entry<Long, Integer> open : Map.copyOf(unanswered).entrySet()) {
            reply(open.getKey(), open.getValue(), status, retryAfterMillis, 0, error, null);
        }
    }

    @Override
    public boolean hasRoom(int lengthBytes) {
        int needed = needed(lengthBytes);
        return needed <= ROOM && (!kept || needed <= answers.capacity() || owner.mayTake(needed - answers.capacity()));
    }

    /** So many bytes in all if the next answer is this long. */
    private int needed(int lengthBytes) {
        return answers.position() + lengthBytes + (unanswered.size() - 1) * RESERVE;
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
        anyFlags |= flags;
        int payloadLength = payload == null ? 0 : payload.remaining();
        int length = Frames.responseLength(response) + payloadLength;
        if (hasRoom(length)) {
            makeRoom(needed(length));
            Frames.writeResponse(
                    answers, opcode, requestId, status, retryAfterMillis, flags, response, payloadLength, writer);
            if (payloadLength > 0) {
                answers.put(payload);
            }
        } else {
            owner.countWithoutRoom(1);
            makeRoom(needed(RESERVE));
            ErrorReply error = Frames.error(0, "the batch's response has no room for this answer: repeat the request");
            Frames.writeResponse(answers, opcode, requestId, Status.BUSY, 0, flags, error, 0, writer);
        }
        unanswered.remove(requestId);
        if (unanswered.isEmpty()) {
            complete();
        }
    }

    private void makeRoom(int needed) {
        if (needed <= answers.capacity()) {
            return;
        }
        ByteBuffer former = answers;
        answers = kept ? Batches.buffer(needed) : owner.growShared(needed);
        answers.put(former.flip());
        if (kept) {
            owner.take(answers.capacity() - former.capacity());
        }
    }

    private void complete() {
        session()
                .sink()
                .reply(
                        outer.requestId(),
                        outer.opcode().code(),
                        Status.OK,
                        0,
                        anyFlags,
                        new BatchReply(count),
                        answers.duplicate().flip());
        if (kept) {
            owner.release(this);
        }
    }

    @Override
    public void close() {
        session().sink().close();
    }
}
