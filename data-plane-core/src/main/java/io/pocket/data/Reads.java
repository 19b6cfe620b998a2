package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Status;
import io.pocket.protocol.counters.NodeCounter;
import io.pocket.protocol.message.ChunkPart;
import io.pocket.protocol.token.JobToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The READ path: from the request to the bytes that are lent to the transport, and back. */
final class Reads {

    private final NodeCore core;
    private final ChunkStore store;
    private final ChunkIndex chunks;
    private final Access access;
    private final Answers answers;
    private final NodeCounters counters;
    private final WaitingSessions waiting;
    private final Deque<ReadOperation> idle = new ArrayDeque<>();

    Reads(
            NodeCore core,
            NodeCore.Parts parts,
            ChunkIndex chunks,
            Access access,
            Answers answers,
            WaitingSessions waiting) {
        this.core = core;
        this.chunks = chunks;
        this.access = access;
        this.answers = answers;
        this.waiting = waiting;
        store = parts.store();
        counters = parts.counters();
    }

    void read(NodeSession session, long requestId, ChunkPart read) {
        if (!access.isClient(session, Opcode.READ, requestId, JobToken.READ)) {
            return;
        }
        int slot = chunks.find(read.upload(), read.sequence());
        if (slot == ChunkIndex.NONE || chunks.job(slot) != session.principal().jobNumber()) {
            refuse(session, requestId, Status.NO_CHUNK, "no such chunk here: look the object up again");
        } else if (!core.mayRead(chunks.state(slot))) {
            refuse(session, requestId, Status.CHUNK_INCOMPLETE, "not all bytes of the chunk have arrived");
        } else if (read.lengthBytes() < 1 || read.offset() > chunks.lengthBytes(slot) - read.lengthBytes()) {
            refuse(
                    session,
                    requestId,
                    Status.INVALID_ARGUMENT,
                    "range " + read.offset() + "+" + read.lengthBytes() + " is empty or exceeds the chunk's "
                            + chunks.lengthBytes(slot) + " bytes");
        } else {
            begin(session, requestId, slot, read.offset(), read.lengthBytes());
        }
    }

    private void begin(NodeSession session, long requestId, int slot, int offset, int lengthBytes) {
        ReadOperation operation = idle.isEmpty() ? new ReadOperation(this, store.newRead()) : idle.pop();
        operation.begin(session, requestId, slot, lengthBytes);
        chunks.pin(slot);
        if (operation.read().begin(chunks.extent(slot), offset, lengthBytes, operation) == Admission.BUSY) {
            end(operation);
            answers.busy(session, Opcode.READ, requestId);
        }
    }

    void loaded(ReadOperation operation) {
        NodeSession session = operation.session();
        if (operation.isAnswered() || session.isClosed()) {
            operation.release();
            return;
        }
        counters.add(NodeCounter.READS, 1);
        counters.add(NodeCounter.READ_BYTES, operation.lengthBytes());
        session.peer().lend(operation.requestId(), operation);
    }

    void failed(ReadOperation operation, IOException cause) {
        NodeSession session = operation.session();
        long requestId = operation.requestId();
        boolean answered = operation.isAnswered();
        end(operation);
        if (!answered) {
            answers.mediumFailed(session, Opcode.READ, requestId, cause);
        }
        waiting.wake();
    }

    /** Rule 1: the asker is answered, but the device still has the extent, which stays pinned. */
    void overdue(ReadOperation operation, IOException cause) {
        operation.markAnswered();
        answers.mediumFailed(operation.session(), Opcode.READ, operation.requestId(), cause);
    }

    void taken(ReadOperation operation) {
        operation.read().release();
        end(operation);
        waiting.wake();
    }

    private void end(ReadOperation operation) {
        int slot = operation.slot();
        operation.end();
        idle.push(operation);
        core.unpin(slot);
    }

    private void refuse(NodeSession session, long requestId, Status status, String detail) {
        answers.refuse(session, Opcode.READ, requestId, status, detail);
    }
}
