package io.pocket.client.core;

import io.pocket.protocol.ObjectName;
import io.pocket.protocol.Status;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Renew;
import io.pocket.protocol.message.WeightMapGet;
import io.pocket.protocol.message.Write;
import java.io.IOException;

/** Takes the bytes of a source, has them stored on nodes chunk by chunk, and names the chunks to the shard. */
public abstract class WriteOperation extends Operation<Mutated> {
    final ObjectName name;
    final PutTerms terms;
    final ByteSource source;

    private final ChunkSupply supply;
    private final ChunkWriter chunks;
    private final UploadLease lease;
    private boolean registered;

    @SuppressWarnings("this-escape") // They only keep the reference.
    WriteOperation(String verb, ObjectName name, PutTerms terms, ByteSource source, long deadlineNanos) {
        super(verb, name, deadlineNanos);
        this.name = name;
        this.terms = terms;
        this.source = source;
        supply = new ChunkSupply(this, source);
        chunks = new ChunkWriter(this, supply);
        lease = new UploadLease(this);
    }

    /** The source has more bytes, or its end. */
    public final void onSourceReady(long now) {
        lane().at(now);
        if (isStarted()) {
            proceed();
        }
    }

    final ChunkSupply supply() {
        return supply;
    }

    final ChunkWriter chunks() {
        return chunks;
    }

    // For subclasses

    /** Does what can be done now. */
    abstract void proceed();

    /** Whether another chunk may be taken from the source. */
    abstract boolean mayTake();

    /** Whether something was taken that can be written. */
    abstract boolean takeNext() throws IOException;

    /** A node has the chunk. */
    abstract void onStored(ChunkWrite chunk);

    /** Whether the upload is needed and nothing is under way that renews it. */
    abstract boolean needsLease();

    /** Writes what was taken, and takes more while there is room. */
    final void takeAndWrite() {
        try {
            chunks.write();
            while (chunks.mayWrite() && !supply.isWholeTaken() && mayTake() && takeNext()) {
                chunks.write();
            }
        } catch (IOException e) {
            fail(Failure.localIo(subject() + ": the source of the bytes failed", e));
        }
    }

    final boolean takeChunk() throws IOException {
        if (!supply.isSmallEnough() || !mayWriteUnderThisUpload()) {
            return false;
        }
        ChunkWrite chunk = supply.takeNext();
        if (chunk != null) {
            chunks.add(chunk);
        }
        return chunk != null;
    }

    /** Chunks written under an upload that has expired would be written in vain. */
    private boolean mayWriteUnderThisUpload() {
        if (session().mayHaveExpired(lane().nowNanos())) {
            lease.renew();
            return false;
        }
        return true;
    }

    // Events

    @Override
    final String bucket() {
        return name.bucket();
    }

    @Override
    final Opening opening() {
        return Opening.CREATE;
    }

    @Override
    final void onStart() {
        proceed();
    }

    @Override
    final void onTurn() {
        proceed();
    }

    /** From its first chunk on, it holds the session's chunk floor down. */
    final void register() {
        if (!registered) {
            registered = true;
            session().add(this);
        }
    }

    private void unregister(ShardSession session) {
        if (registered) {
            registered = false;
            session.remove(this);
        }
    }

    @Override
    final void onOtherAnswer(Call answered) {
        if (answered.request instanceof Write) {
            chunks.onWriteAnswer(answered);
        } else if (answered.request instanceof Renew) {
            lease.onAnswer(answered);
        } else if (answered.request instanceof WeightMapGet) {
            chunks.onMapRefreshed();
        }
    }

    @Override
    final void onNodeLost(Call call, Status status, String reason) {
        chunks.onNodeLost(call, status, reason);
    }

    @Override
    final boolean hasUploaded() {
        return true;
    }

    /** A shard names chunks of its own uploads only. */
    @Override
    final void onShardChanged(ShardSession former) {
        unregister(former);
        chunks.discardAll();
        onUploadReplaced();
    }

    @Override
    void onUploadReplaced() {
        lease.onUploadReplaced();
        chunks.onUploadReplaced();
    }

    @Override
    final long otherTimerNanos() {
        long timer = chunks.timerNanos();
        return needsLease() && !lease.isRenewing() ? Math.min(timer, lease.timerNanos()) : timer;
    }

    @Override
    final void onOtherTimer() {
        if (needsLease() && lane().nowNanos() >= lease.timerNanos()) {
            lease.renew();
        }
        chunks.onTime();
    }

    @Override
    public final boolean workWhileWaiting() {
        return chunks.checkSome();
    }

    @Override
    final Failure obstacle() {
        return chunks.obstacle();
    }

    @Override
    void onEnd() {
        if (shard() != null) {
            unregister(session());
        }
        chunks.release();
    }
}
