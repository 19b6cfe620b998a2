package io.pocket.client.core;

import io.pocket.protocol.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Cuts a source of bytes into chunks, and takes those again that have to be written a second time. */
final class ChunkSupply {
    /** As many chunks as fit into a COMMIT with the longest name. */
    static final int CHUNKS_MAX = (FrameHeader.MAX_BODY_LENGTH - 2048) / 34;

    private final Operation<?> operation;
    private final ByteSource source;
    private long takenBytes;
    private int takenChunks;
    private boolean wholeTaken;

    ChunkSupply(Operation<?> operation, ByteSource source) {
        this.operation = operation;
        this.source = source;
    }

    long takenBytes() {
        return takenBytes;
    }

    /** The source has no more bytes. */
    boolean isWholeTaken() {
        return wholeTaken;
    }

    /** Finds out whether the source has no more bytes. */
    boolean isAtEnd() {
        wholeTaken = source.sizeBytes() == takenBytes;
        return wholeTaken;
    }

    /** All bytes of a small source; null when they are not there yet or the operation has failed. */
    ByteBuffer takeWhole(int sizeBytes) throws IOException {
        ByteBuffer bytes = sizeBytes == 0 ? ByteBuffer.allocate(0) : source.take(0, sizeBytes);
        if (bytes == null) {
            return null;
        }
        if (bytes.remaining() != sizeBytes) {
            endedEarly(bytes.remaining(), sizeBytes);
            return null;
        }
        wholeTaken = true;
        takenBytes = sizeBytes;
        return bytes;
    }

    /** Whether the object is not longer than an object can be; otherwise the operation has failed. */
    boolean isSmallEnough() {
        long chunkSize = operation.session().chunkSize();
        boolean fits = Math.max(source.sizeBytes(), takenBytes + 1) <= CHUNKS_MAX * chunkSize;
        if (!fits) {
            operation.fail(
                    FailureKind.INVALID_REQUEST,
                    "an object holds at most " + CHUNKS_MAX * chunkSize + " bytes; put it as several objects");
        }
        return fits;
    }

    /** The next chunk; null when its bytes are not there yet or the operation has failed. */
    ChunkWrite takeNext() throws IOException {
        long size = source.sizeBytes();
        int chunkSize = operation.session().chunkSize();
        int wanted = size == ByteSource.UNKNOWN ? chunkSize : (int) Math.min(chunkSize, size - takenBytes);
        ByteBuffer bytes = source.take(takenBytes, wanted);
        if (bytes == null) {
            return null;
        }
        if (bytes.remaining() != wanted && size != ByteSource.UNKNOWN) {
            endedEarly(takenBytes + bytes.remaining(), size);
            return null;
        }
        if (takenChunks == CHUNKS_MAX) {
            source.release(bytes);
            operation.fail(
                    FailureKind.INVALID_REQUEST,
                    "an object has at most " + CHUNKS_MAX + " parts; flush less often, or put it as several objects");
            return null;
        }
        ChunkWrite chunk = new ChunkWrite(takenBytes, bytes);
        takenBytes += chunk.lengthBytes;
        takenChunks++;
        return chunk;
    }

    private void endedEarly(long bytes, long size) {
        operation.fail(FailureKind.INVALID_REQUEST, "the source ended after " + bytes + " of " + size + " bytes");
    }

    /** Gets the chunk's bytes back; false when the operation has failed. */
    boolean takeAgain(ChunkWrite chunk) throws IOException {
        if (!source.isRepeatable()) {
            operation.fail(
                    FailureKind.UNAVAILABLE,
                    "a part that was stored already has to be written again, but the source cannot be read again; put it again");
            return false;
        }
        ByteBuffer bytes = source.take(chunk.offset, chunk.lengthBytes);
        if (bytes == null || bytes.remaining() != chunk.lengthBytes || !chunk.hasChecksumOf(bytes)) {
            operation.fail(FailureKind.INVALID_REQUEST, "the source changed while it was read; put it again");
            return false;
        }
        chunk.bytes(bytes);
        return true;
    }

    /** The chunk's bytes are not needed any more, unless they are taken again. */
    void release(ChunkWrite chunk) {
        if (chunk.bytes() != null) {
            source.release(chunk.bytes());
            chunk.bytes(null);
        }
    }
}
