package io.pocket.client.core;

import io.pocket.protocol.Checksum;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Commit;
import io.pocket.protocol.message.Mutated;
import io.pocket.protocol.message.Mutation;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts an object. Small ones ride in the COMMIT. Others go to nodes first; the COMMIT then names all chunks and publishes them at once. */
public final class PutOperation extends WriteOperation {
    private ByteBuffer inline;
    private boolean inlineRefused;
    private boolean committing;

    public PutOperation(ObjectName name, PutTerms terms, ByteSource source, long deadlineNanos) {
        super("put", name, terms, source, deadlineNanos);
    }

    // Taking and storing

    @Override
    void proceed() {
        if (committing || !chunks().mayWrite()) {
            return;
        }
        takeAndWrite();
        if (!committing && chunks().mayWrite() && supply().isWholeTaken() && chunks().areAllStored()) {
            commit();
        }
    }

    @Override
    boolean mayTake() {
        return !committing && (ridesInCommit() || chunks().hasRoomUnderWay());
    }

    @Override
    boolean takeNext() throws IOException {
        if (ridesInCommit()) {
            takeInline((int) source.sizeBytes());
            return false;
        }
        return !supply().isAtEnd() && takeChunk();
    }

    private boolean ridesInCommit() {
        long size = source.sizeBytes();
        return size != ByteSource.UNKNOWN
                && supply().takenBytes() == 0
                && size <= session().inlineLimit()
                && !inlineRefused;
    }

    private void takeInline(int sizeBytes) throws IOException {
        inline = supply().takeWhole(sizeBytes);
        if (inline != null) {
            commit();
        }
    }

    @Override
    void onStored(ChunkWrite chunk) {
        supply().release(chunk);
    }

    @Override
    boolean needsLease() {
        return !committing && !chunks().isEmpty();
    }

    @Override
    void onUploadReplaced() {
        super.onUploadReplaced();
        committing = false;
        if (inline != null && !inlineRefused) {
            commit();
        } else {
            proceed();
        }
    }

    // Publishing

    private void commit() {
        committing = true;
        mutate();
    }

    @Override
    Request mutation(Mutation mutation) {
        boolean isInline = chunks().isEmpty();
        List<Chunk> places = chunks().places(chunks().size());
        int crc32c = isInline ? Checksum.crc32c(inline) : 0;
        return new Commit(
                mutation,
                name,
                terms.flags(),
                terms.ifVersion(),
                terms.ttlMillis(),
                supply().takenBytes(),
                crc32c,
                places);
    }

    @Override
    ByteBuffer mutationPayload() {
        return chunks().isEmpty() && inline.hasRemaining() ? inline : null;
    }

    @Override
    void onAnswer(Call answered) {
        switch (answered.status()) {
            case OK -> succeed((Mutated) answered.response());
            case INLINE_FULL -> onInlineFull(answered);
            case STALE_NODE -> {
                committing = false;
                chunks().onStaleNode();
            }
            case EXISTS, CONDITION_FAILED, NOT_FOUND -> {
                chunks().discardAfter(answered);
                failRefused(answered);
            }
            default -> failRefused(answered);
        }
    }

    private void onInlineFull(Call answered) {
        if (!chunks().isEmpty() || !inline.hasRemaining()) {
            failRefused(answered);
            return;
        }
        committing = false;
        inlineRefused = true;
        chunks().add(new ChunkWrite(0, inline));
        inline = null;
        proceed();
    }

    @Override
    void onEnd() {
        super.onEnd();
        if (inline != null) {
            source.release(inline);
            inline = null;
        }
    }
}
