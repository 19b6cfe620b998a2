package io.pocket.metadata.core;

import io.pocket.protocol.FrameHeader;
import io.pocket.protocol.Opcode;
import io.pocket.protocol.ProtocolException;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Batch;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * BATCH: many requests in one frame, each carried out as if it had come alone. Either the whole payload is requests, or nothing of it is
 * carried out.
 */
final class Batches {
    private static final int SHARED_INITIAL_BYTES = 64 << 10;
    private static final int RETRY_AFTER_MILLIS = 100;

    private final BatchLimits limits;
    private final Requests requests;
    private final Map<ShardSession, Set<BatchReplies>> waiting = new HashMap<>();
    private ByteBuffer shared = buffer(SHARED_INITIAL_BYTES);
    private int waitingCount;
    private long waitingBytes;
    private long batches;
    private long nested;
    private long withoutRoom;

    /** The rest of the core. */
    interface Requests {
        /** Carries out one request; its answer goes to the call, now or later. */
        void carryOut(Call call, Request request, ByteBuffer payload);

        /** Forgets what of this batch waits. */
        void forget(ShardSession session, ReplySink batch);
    }

    Batches(BatchLimits limits, Requests requests) {
        this.limits = limits;
        this.requests = requests;
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws ProtocolException if the payload is no batch: its connection is to be closed */
    void carryOut(Call call, Batch batch, ByteBuffer payload) throws Refusal, ProtocolException {
        if (batch.count() < 1 || batch.count() > Batch.MAX_COUNT) {
            throw new Refusal(
                    Status.INVALID_ARGUMENT,
                    "a batch of " + batch.count() + " requests is not within 1.." + Batch.MAX_COUNT);
        }
        List<BatchFrame> frames = BatchFrame.decodeAll(payload, batch.count());
        BatchReplies replies = new BatchReplies(this, call, opcodes(frames), shared.clear());
        batches++;
        nested += frames.size();
        for (BatchFrame frame : frames) {
            carryOut(call, frame, replies);
        }
        if (!replies.isComplete()) {
            keep(replies);
        }
    }

    private static Map<Long, Integer> opcodes(List<BatchFrame> frames) throws Refusal {
        Map<Long, Integer> opcodes = LinkedHashMap.newLinkedHashMap(frames.size());
        for (BatchFrame frame : frames) {
            if (opcodes.put(frame.requestId(), frame.opcodeCode()) != null) {
                throw new Refusal(
                        Status.INVALID_ARGUMENT, "request id " + frame.requestId() + " comes twice in the batch");
            }
        }
        return opcodes;
    }

    private void carryOut(Call outer, BatchFrame frame, BatchReplies replies) {
        if (frame.request() == null) {
            refuse(frame, replies, Status.UNSUPPORTED, "unknown opcode " + frame.opcodeCode());
        } else if (frame.opcode() == Opcode.HELLO || frame.opcode() == Opcode.BATCH) {
            refuse(frame, replies, Status.INVALID_ARGUMENT, "a " + frame.opcode() + " cannot be part of a batch");
        } else {
            Call call = outer.nested(replies, frame.opcode(), frame.requestId(), frame.deadlineMillis());
            requests.carryOut(call, frame.request(), frame.payload());
        }
    }

    private static void refuse(BatchFrame frame, BatchReplies replies, Status status, String detail) {
        replies.reply(frame.requestId(), frame.opcodeCode(), status, 0, 0, Frames.error(0, detail), null);
    }

    private void keep(BatchReplies replies) {
        Set<BatchReplies> ofSession = waiting.get(replies.session());
        boolean tooMany = ofSession != null && ofSession.size() >= limits.waitingPerConnection();
        if (tooMany || !mayTake(replies.lengthToKeep())) {
            refuseToWait(replies);
            return;
        }
        replies.keep();
        take(replies.keptLength());
        waitingCount++;
        waiting.computeIfAbsent(replies.session(), _ -> new LinkedHashSet<>()).add(replies);
    }

    private void refuseToWait(BatchReplies replies) {
        requests.forget(replies.session(), replies);
        countWithoutRoom(replies.openCount());
        replies.refuseRest(
                Status.BUSY,
                RETRY_AFTER_MILLIS,
                Frames.error(0, "too many batches wait: wait with fewer, or outside of batches"));
    }

    boolean mayTake(int bytes) {
        return waitingBytes + bytes <= limits.waitingBytes();
    }

    void take(int bytes) {
        waitingBytes += bytes;
    }

    /** All is answered. */
    void release(BatchReplies replies) {
        waitingBytes -= replies.keptLength();
        waitingCount--;
        Set<BatchReplies> ofSession = waiting.get(replies.session());
        ofSession.remove(replies);
        if (ofSession.isEmpty()) {
            waiting.remove(replies.session());
        }
    }

    /** The connection is gone. */
    void forget(ShardSession session) {
        Set<BatchReplies> ofSession = waiting.get(session);
        if (ofSession != null) {
            List.copyOf(ofSession).forEach(this::release);
        }
    }

    /** The shared memory, grown to at least so much; at most one frame's length. */
    ByteBuffer growShared(int needed) {
        int doubled = Math.max(needed, 2 * shared.capacity());
        shared = buffer(Math.min(doubled, FrameHeader.MAX_FRAME_LENGTH));
        return shared;
    }

    void countWithoutRoom(int count) {
        withoutRoom += count;
    }

    BatchStatistics statistics() {
        return new BatchStatistics(batches, nested, withoutRoom, waitingCount, waitingBytes);
    }
}
