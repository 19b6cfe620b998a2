package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.token.JobToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The WRITE path: from the request's body to the chunk that is complete. */
final class Writes {

    private final NodeCore core;
    private final NodeConfig config;
    private final ChunkStore store;
    private final ChunkIndex chunks;
    private final Access access;
    private final Answers answers;
    private final NodeCounters counters;
    private final WaitingSessions waiting;
    private final Deque<WriteOperation> idle = new ArrayDeque<>();

    Writes(
            NodeCore core,
            NodeConfig config,
            NodeCore.Parts parts,
            ChunkIndex chunks,
            Access access,
            Answers answers,
            WaitingSessions waiting) {
        this.core = core;
        this.config = config;
        this.chunks = chunks;
        this.access = access;
        this.answers = answers;
        this.waiting = waiting;
        store = parts.store();
        counters = parts.counters();
    }

    /** A WRITE with all of its payload. */
    void whole(NodeSession session, long requestId, ChunkPart write, ByteBuffer payload, long nowNanos) {
        WriteStart start = begin(session, requestId, write, payload.remaining(), nowNanos);
        if (start == WriteStart.NOT_NOW) {
            waiting.remove(session);
            answers.busy(session, Opcode.WRITE, requestId);
        } else if (start == WriteStart.TAKE) {
            while (payload.hasRemaining()) {
                copy(payload, target(session));
            }
            complete(session);
        }
    }

    private static void copy(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(to.remaining(), from.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }

    WriteStart begin(NodeSession session, long requestId, ChunkPart write, int payloadLengthBytes, long nowNanos) {
        if (!access.isClient(session, Opcode.WRITE, requestId, JobToken.WRITE)
                || !isSensible(session, requestId, write, payloadLengthBytes)) {
            return WriteStart.ANSWERED;
        }
        int slot = chunks.find(write.upload(), write.sequence());
        return slot == ChunkIndex.NONE
                ? beginNew(session, requestId, write, payloadLengthBytes, nowNanos)
                : beginKnown(session, requestId, write, slot, payloadLengthBytes);
    }

    ByteBuffer target(NodeSession session) {
        return session.incoming().write().target();
    }

    void complete(NodeSession session) {
        WriteOperation operation = session.incoming();
        session.incoming(null);
        operation.write().submit(operation);
    }

    void abort(NodeSession session) {
        WriteOperation operation = session.incoming();
        if (operation != null) {
            session.incoming(null);
            operation.write().cancel();
            end(operation);
            waiting.wake();
        }
    }

    private boolean isSensible(NodeSession session, long requestId, ChunkPart write, int payloadLengthBytes) {
        String problem = null;
        if (write.lengthBytes() < 1 || write.lengthBytes() > config.chunkBytesMax()) {
            problem = "declared length " + write.lengthBytes() + " is not within 1.." + config.chunkBytesMax();
        } else if (payloadLengthBytes < 1 || write.offset() > write.lengthBytes() - payloadLengthBytes) {
            problem = "payload of " + payloadLengthBytes + " bytes at offset " + write.offset()
                    + " is empty or exceeds the declared " + write.lengthBytes();
        } else if (write.upload() == UploadId.NONE) {
            problem = "upload id 0 is no upload: take the one that the shard gave with HELLO";
        }
        if (problem != null) {
            answers.refuse(session, Opcode.WRITE, requestId, Status.INVALID_ARGUMENT, problem);
        }
        return problem == null;
    }

    private WriteStart beginNew(
            NodeSession session, long requestId, ChunkPart write, int payloadLengthBytes, long nowNanos) {
        if (!core.mayTakeNewChunk()) {
            String detail = "node " + config.nodeId() + " is draining: write the chunk to another node";
            answers.refuse(session, Opcode.WRITE, requestId, Status.DRAINING, detail);
            return WriteStart.ANSWERED;
        }
        long job = session.principal().jobNumber();
        int slot = add(job, write, nowNanos);
        if (slot == ChunkIndex.NONE) {
            refuseForWantOfRoom(session, requestId, write, job);
            return WriteStart.ANSWERED;
        }
        return beginPart(session, requestId, slot, write.offset(), payloadLengthBytes);
    }

    private void refuseForWantOfRoom(NodeSession session, long requestId, ChunkPart write, long job) {
        JobAccount account = chunks.account(job);
        if (account != null && account.isLimitExceededBy(store.extentBytes(write.lengthBytes()))) {
            String detail = "job " + job + " may hold " + account.limitBytes() + " bytes on node " + config.nodeId()
                    + " and holds " + account.usedBytes() + ": write the chunk to another node, or delete something";
            answers.overLimit(session, Opcode.WRITE, requestId, detail);
        } else {
            String detail = "node " + config.nodeId() + " has no room for " + write.lengthBytes()
                    + " more bytes of job " + job + ": write the chunk to another node";
            answers.full(session, Opcode.WRITE, requestId, detail);
        }
    }

    private int add(long job, ChunkPart write, long nowNanos) {
        int length = write.lengthBytes();
        return core.mayTake(job, store.extentBytes(length))
                ? chunks.add(job, write.upload(), write.sequence(), length, nowNanos)
                : ChunkIndex.NONE;
    }

    private WriteStart beginKnown(
            NodeSession session, long requestId, ChunkPart write, int slot, int payloadLengthBytes) {
        if (chunks.job(slot) != session.principal().jobNumber()) {
            String detail = "this chunk number belongs to another job";
            answers.refuse(session, Opcode.WRITE, requestId, Status.FORBIDDEN, detail);
            return WriteStart.ANSWERED;
        }
        if (chunks.lengthBytes(slot) != write.lengthBytes()) {
            String detail = "declared length " + write.lengthBytes() + " differs from " + chunks.lengthBytes(slot)
                    + " in an earlier part of the same chunk";
            answers.refuse(session, Opcode.WRITE, requestId, Status.INVALID_ARGUMENT, detail);
            return WriteStart.ANSWERED;
        }
        if (chunks.hasReceived(slot, write.offset(), write.offset() + payloadLengthBytes)) {
            // The repetition of a request whose answer got lost.
            written(session, requestId, payloadLengthBytes);
            return WriteStart.ANSWERED;
        }
        return beginPart(session, requestId, slot, write.offset(), payloadLengthBytes);
    }

    private WriteStart beginPart(NodeSession session, long requestId, int slot, int offset, int lengthBytes) {
        WriteOperation operation = idle.isEmpty() ? new WriteOperation(this, store.newWrite()) : idle.pop();
        operation.begin(session, requestId, slot, offset, lengthBytes);
        chunks.pin(slot);
        Admission admission =
                operation.write().begin(chunks.extent(slot), chunks.lengthBytes(slot), offset, lengthBytes);
        if (admission == Admission.BUSY) {
            end(operation);
            waiting.add(session);
            return WriteStart.NOT_NOW;
        }
        session.incoming(operation);
        return WriteStart.TAKE;
    }

    void stored(WriteOperation operation) {
        if (operation.isAnswered()) {
            endInSilence(operation);
            return;
        }
        NodeSession session = operation.session();
        long requestId = operation.requestId();
        int slot = operation.slot();
        int lengthBytes = operation.lengthBytes();
        long job = chunks.job(slot);
        ChunkState state = chunks.state(slot);
        boolean noted = state != ChunkState.PENDING || noteArrival(slot, operation.offset(), lengthBytes);
        end(operation);
        if (state == ChunkState.FREED) {
            freedMeanwhile(session, requestId, job);
        } else if (noted) {
            written(session, requestId, lengthBytes);
        } else {
            String detail = "the parts of this chunk are too scattered: send them in order";
            answers.refuse(session, Opcode.WRITE, requestId, Status.INVALID_ARGUMENT, detail);
        }
        waiting.wake();
    }

    void failed(WriteOperation operation, IOException cause) {
        if (operation.isAnswered()) {
            endInSilence(operation);
            return;
        }
        NodeSession session = operation.session();
        long requestId = operation.requestId();
        end(operation);
        if (cause instanceof MediumFullException) {
            String detail = "node " + config.nodeId() + " has no room: " + cause.getMessage();
            answers.full(session, Opcode.WRITE, requestId, detail);
        } else {
            answers.mediumFailed(session, Opcode.WRITE, requestId, cause);
        }
        waiting.wake();
    }

    /** Rule 1: the asker is answered, but the device still has the extent, which stays pinned. */
    void overdue(WriteOperation operation, IOException cause) {
        operation.markAnswered();
        answers.mediumFailed(operation.session(), Opcode.WRITE, operation.requestId(), cause);
    }

    /** What the asker was told to have failed does not count, wherever its bytes are. */
    private void endInSilence(WriteOperation operation) {
        end(operation);
        waiting.wake();
    }

    private boolean noteArrival(int slot, int offset, int lengthBytes) {
        int declared = chunks.lengthBytes(slot);
        // Most chunks come in one part: nothing to remember then.
        boolean inOnePart = lengthBytes == declared;
        boolean noted = inOnePart || chunks.received(slot, offset, offset + lengthBytes);
        if (core.mayComplete(inOnePart || chunks.hasReceived(slot, 0, declared))) {
            chunks.complete(slot);
        }
        return noted;
    }

    /** The operation is done with its extent. A chunk of which nothing arrived leaves no trace. */
    private void end(WriteOperation operation) {
        int slot = operation.slot();
        operation.end();
        idle.push(operation);
        core.unpin(slot);
        if (chunks.isBlank(slot) && chunks.pins(slot) == 0) {
            core.freeChunk(slot);
        }
    }

    private void written(NodeSession session, long requestId, int lengthBytes) {
        counters.add(NodeCounter.WRITES, 1);
        counters.add(NodeCounter.WRITTEN_BYTES, lengthBytes);
        answers.ok(session, Opcode.WRITE, requestId, Answers.EMPTY);
    }

    private void freedMeanwhile(NodeSession session, long requestId, long job) {
        if (core.mayServe(job)) {
            String detail = "the chunk was freed while it arrived: its upload has ended";
            answers.refuse(session, Opcode.WRITE, requestId, Status.NO_CHUNK, detail);
        } else {
            answers.dropped(session, Opcode.WRITE, requestId, job);
        }
    }
}
