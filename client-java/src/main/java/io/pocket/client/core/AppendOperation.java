package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Append;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.util.List;

/**
 * Puts an object that may be read while it is written. Chunks go to nodes as in a put; as soon as nodes have the next ones in order, one
 * APPEND after the other names them to the shard, as many as are ready. The last one publishes the object. A chunk's bytes are kept until
 * the shard has it, so that it can be written elsewhere when its node is refused.
 *
 * <p>The stream lives as long as its upload. When the operation fails half-way, the lane gives the upload up: the shard abandons the stream
 * when the lease ends.
 */
public final class AppendOperation extends WriteOperation {
    private boolean begun;
    private boolean asking;
    private int named;
    private boolean last;
    private long appendedBytes;

    public AppendOperation(ObjectName name, PutTerms terms, ByteSource source, long deadlineNanos) {
        super("write", name, terms, source, deadlineNanos);
        if (terms.ifVersion() != 0) {
            throw new IllegalArgumentException("an object that is read while it is written replaces any version");
        }
    }

    /** Whether followers can read all that was taken from the source. */
    public boolean isCaughtUp() {
        return appendedBytes == supply().takenBytes();
    }

    @Override
    void proceed() {
        if (chunks().mayWrite()) {
            takeAndWrite();
        }
        if (!isDone() && !asking && chunks().mayName()) {
            appendWhatIsStored();
        }
    }

    @Override
    boolean mayTake() {
        return chunks().size() < lane().config().chunksUnderWay();
    }

    @Override
    boolean takeNext() throws IOException {
        return !supply().isAtEnd() && takeChunk();
    }

    @Override
    void onStored(ChunkWrite chunk) {
        // Its bytes may be needed once more: the shard may refuse the node.
    }

    @Override
    boolean needsLease() {
        return !asking && (begun || !chunks().isEmpty());
    }

    // Appending

    private void appendWhatIsStored() {
        named = chunks().storedPrefix();
        last = supply().isWholeTaken() && named == chunks().size();
        if (named > 0 || last) {
            asking = true;
            mutate();
        }
    }

    /** An empty object has no chunk to begin a stream with. */
    @Override
    Request mutation(Mutation mutation) {
        if (supply().takenBytes() == 0) {
            return new Commit(mutation, name, terms.flags(), 0, terms.ttlMillis(), 0, 0, List.of());
        }
        begun = true;
        long ttlMillis = last ? terms.ttlMillis() : 0;
        return new Append(mutation, name, appendedBytes, flags(), ttlMillis, chunks().places(named));
    }

    private int flags() {
        boolean mayAsk = last || appendedBytes == 0;
        return (last ? Append.LAST : 0) | (terms.ifAbsent() && mayAsk ? Append.IF_ABSENT : 0);
    }

    @Override
    void onAnswer(Call answered) {
        asking = false;
        switch (answered.status()) {
            case OK -> onAppended((Mutated) answered.response());
            case STALE_NODE -> chunks().onStaleNode();
            case EXISTS, CONDITION_FAILED, NOT_FOUND -> {
                begun = appendedBytes > 0;
                chunks().discardAfter(answered);
                failRefused(answered);
            }
            default -> failRefused(answered);
        }
    }

    private void onAppended(Mutated answer) {
        if (last) {
            begun = false;
            succeed(answer);
            return;
        }
        chunks().forget(named);
        appendedBytes = supply().takenBytes() - chunks().lengthBytes();
        proceed();
    }

    /** Only the last APPEND shows anybody anything for good. */
    @Override
    boolean leavesTrace() {
        return last;
    }

    /** With the former upload the stream has ended. Before the shard had any of it, it can begin anew. */
    @Override
    void onUploadReplaced() {
        super.onUploadReplaced();
        asking = false;
        begun = false;
        if (appendedBytes > 0) {
            fail(
                    FailureKind.UNAVAILABLE,
                    "the session expired, and what was written with it; write it again, with shorter pauses");
        } else {
            proceed();
        }
    }

    @Override
    void onEnd() {
        super.onEnd();
        if (begun) {
            session().giveUp();
        }
    }
}
