package io.pocket.client.wire;

import io.pocket.protocol.BodyWriter;
import io.pocket.protocol.message.Frames;
import io.pocket.protocol.message.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;

/**
 * Frames that wait to leave on one connection. Frames and small payloads are encoded into one staging buffer, so that a small request
 * is one write of one buffer; larger payloads are gathered from where they lie.
 */
final class Outbox {
    private static final int STAGING_BYTES = 16 << 10;
    /** Copying so much costs less than another entry of a gathering write. */
    private static final int COPIED_PAYLOAD_MAX = 8 << 10;
    /** The JDK copies heap buffers through a buffer of that size which it keeps for each thread. */
    private static final int HEAP_WRITE_MAX = 128 << 10;

    private static final int GATHER_MAX = 16;
    private static final long NO_REQUEST = -1;

    /** @param requestId whose payload it is; NO_REQUEST for encoded frames */
    private record Piece(ByteBuffer bytes, long requestId) {}

    private final ByteBuffer staging = littleEndian(ByteBuffer.allocateDirect(STAGING_BYTES));
    /** Its position is where the staged bytes begin that are neither written nor among the pieces. */
    private final ByteBuffer stagedView = staging.duplicate().limit(0);

    private final BodyWriter writer = new BodyWriter(staging);
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ByteBuffer[] batch = new ByteBuffer[GATHER_MAX];
    private int batchSize;
    /** The last buffer of the batch is a portion of its piece. */
    private boolean lastIsPortion;

    private static ByteBuffer littleEndian(ByteBuffer buffer) {
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isEmpty() {
        return pieces.isEmpty() && stagedView.position() == staging.position();
    }

    /** @param payload null for none; its bytes must stay until they have left or {@link #forget} */
    void add(Request request, long requestId, int deadlineMillis, ByteBuffer payload) {
        int payloadLength = payload == null ? 0 : payload.remaining();
        boolean copied = payloadLength <= COPIED_PAYLOAD_MAX;
        int frameLength = Frames.requestLength(request, null);
        int encodedLength = frameLength + (copied ? payloadLength : 0);
        if (isEmpty()) {
            restart();
        }
        boolean staged = staging.remaining() >= encodedLength;
        ByteBuffer room = staged ? staging : littleEndian(ByteBuffer.allocate(encodedLength));
        Frames.writeRequest(room, request, requestId, deadlineMillis, null, payloadLength, writer);
        if (copied && payloadLength > 0) {
            room.put(payload.duplicate());
        }
        if (!staged || !copied) {
            seal();
        }
        if (!staged) {
            pieces.add(new Piece(room.flip(), NO_REQUEST));
        }
        if (!copied) {
            pieces.add(new Piece(payload.duplicate(), requestId));
        }
    }

    private void restart() {
        staging.clear();
        stagedView.clear().limit(0);
    }

    /** Makes a piece of what is staged, so that what comes next leaves after it. */
    private void seal() {
        if (stagedView.position() < staging.position()) {
            stagedView.limit(staging.position());
            pieces.add(new Piece(stagedView.slice(), NO_REQUEST));
            stagedView.position(staging.position());
        }
    }

    /**
     * Writes until all has left or the socket takes no more.
     *
     * @return bytes written
     */
    long flush(GatheringByteChannel channel) throws IOException {
        if (pieces.isEmpty()) {
            return flushStaged(channel);
        }
        seal();
        long total = 0;
        while (!pieces.isEmpty()) {
            long offered = fillBatch();
            long written = writeBatch(channel);
            total += written;
            if (written < offered) {
                break;
            }
        }
        return total;
    }

    private long flushStaged(GatheringByteChannel channel) throws IOException {
        stagedView.limit(staging.position());
        return stagedView.hasRemaining() ? channel.write(stagedView) : 0;
    }

    /** Takes pieces from the front; what lies on the heap is offered in portions, and ends the batch. */
    private long fillBatch() {
        long offered = 0;
        batchSize = 0;
        for (Piece piece : pieces) {
            ByteBuffer bytes = piece.bytes();
            lastIsPortion = !bytes.isDirect() && bytes.remaining() > HEAP_WRITE_MAX;
            batch[batchSize++] = lastIsPortion ? bytes.slice(bytes.position(), HEAP_WRITE_MAX) : bytes;
            offered += batch[batchSize - 1].remaining();
            if (lastIsPortion || batchSize == GATHER_MAX) {
                break;
            }
        }
        return offered;
    }

    private long writeBatch(GatheringByteChannel channel) throws IOException {
        long written = batchSize == 1 ? channel.write(batch[0]) : channel.write(batch, 0, batchSize);
        for (int i = 0; i < batchSize; i++) {
            ByteBuffer whole = pieces.peek().bytes();
            if (lastIsPortion && i == batchSize - 1) {
                whole.position(whole.position() + batch[i].position());
            }
            batch[i] = null;
            if (whole.hasRemaining()) {
                clearBatch(i);
                break;
            }
            pieces.poll();
        }
        return written;
    }

    private void clearBatch(int from) {
        for (int i = from; i < batchSize; i++) {
            batch[i] = null;
        }
    }

    /**
     * The request was answered before all of its payload had left: the bytes may change from now on, and the server skips them. Zeros
     * leave in their place, because the frame's length was promised.
     */
    void forget(long requestId) {
        if (pieces.isEmpty()) {
            return;
        }
        int count = pieces.size();
        for (int i = 0; i < count; i++) {
            Piece piece = pieces.poll();
            boolean forgotten = piece.requestId() == requestId;
            pieces.add(forgotten ? zeros(piece.bytes().remaining()) : piece);
        }
    }

    private static Piece zeros(int lengthBytes) {
        return new Piece(ByteBuffer.allocate(lengthBytes), NO_REQUEST);
    }

    /** The connection is gone. */
    void clear() {
        pieces.clear();
        restart();
    }
}
