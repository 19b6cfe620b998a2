package io.pocket.metadata.core;

import io.pocket.metadata.core.table.Leaves;
import io.pocket.metadata.core.table.RecordHeap;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.protocol.ChunkId;
import io.pocket.protocol.message.Chunk;
import io.pocket.protocol.message.Replica;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A published object in memory. A record never changes, but for the mark of the snapshot that it has been written to; whatever changes an object
 * makes another record.
 *
 * <pre>
 *   0       1   2            4          8         16           24       ...
 *   +-------+---+------------+----------+---------+------------+--------+---------------------------------+
 *   | flags | 0 | key length | bucket   | version | expires at | key    | varints, chunks                 |
 *   +-------+---+------------+----------+---------+------------+--------+---------------------------------+
 *   varints: size, created at, [crc32c,] [claim id, claimed until,] [inline length, inline handle,] number of chunks
 *   chunk:   length, crc32c (4 bytes), number of replicas; for each: upload without the shard's id, sequence, incarnation's number
 * </pre>
 */
final class RecordLayout {
    /** How the flags differ between records written to the present snapshot, or younger than it, and others. */
    static final int GENERATION = 1;

    private static final int HAS_CRC = 1 << 1;
    private static final int IS_CLAIMED = 1 << 2;
    private static final int IS_INLINE = 1 << 3;

    private static final int KEY_LENGTH = 2;
    private static final int BUCKET = 4;
    private static final int VERSION = 8;
    private static final int EXPIRES_AT = 16;
    private static final int KEY = 24;

    /** All varints before the chunks at their longest, and the chunks of the longest COMMIT, which are longer in a message than here. */
    private static final int SCRATCH_BYTES = RecordHeap.MAX_SLOT_BYTES + 8 * 10;

    private static final int UPLOAD_SHARD_SHIFT = 48;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final RecordHeap heap;
    private final Incarnations incarnations = new Incarnations();
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final long shardBits;

    RecordLayout(RecordHeap heap, int shardId) {
        this.heap = heap;
        this.shardBits = (long) shardId << UPLOAD_SHARD_SHIFT;
    }

    // Writing

    /** What a record says beside its image. */
    record Extras(int bucket, int generation, long inlineHandle, long claimId, long claimUntilMillis) {}

    /** Writes a record into a slot of its own. */
    int write(byte[] key, int keyLength, ObjectImage image, Extras extras) {
        int length = encode(key, keyLength, image, extras);
        int slot = heap.allocate(length);
        heap.pieceOf(slot).put(heap.indexOf(slot), scratch.array(), 0, length);
        return slot;
    }

    /** Length of the record that {@link #write} would write. */
    int encode(byte[] key, int keyLength, ObjectImage image, Extras extras) {
        ByteBuffer out = scratch.clear();
        out.putLong(flags(image, extras) | (long) keyLength << 16 | (long) extras.bucket << 32);
        out.putLong(image.version());
        out.putLong(image.expiresAtMillis());
        out.put(key, 0, keyLength);
        putVarint(out, image.sizeBytes());
        putVarint(out, image.createdAtEpochMillis());
        if (image.crc32c() != 0) {
            out.putInt(image.crc32c());
        }
        if (extras.claimId != 0) {
            putVarint(out, extras.claimId);
            putVarint(out, extras.claimUntilMillis);
        }
        if (image.inlineLength() > 0) {
            putVarint(out, image.inlineLength());
            putVarint(out, extras.inlineHandle);
        }
        putChunks(out, image.chunks());
        return out.position();
    }

    private static int flags(ObjectImage image, Extras extras) {
        return extras.generation
                | (image.crc32c() != 0 ? HAS_CRC : 0)
                | (extras.claimId != 0 ? IS_CLAIMED : 0)
                | (image.inlineLength() > 0 ? IS_INLINE : 0);
    }

    private void putChunks(ByteBuffer out, List<Chunk> chunks) {
        putVarint(out, chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            putVarint(out, chunk.lengthBytes());
            out.putInt(chunk.crc32c());
            putVarint(out, chunk.replicas().size());
            for (int n = 0; n < chunk.replicas().size(); n++) {
                putReplica(out, chunk.replicas().get(n));
            }
        }
    }

    private void putReplica(ByteBuffer out, Replica replica) {
        putVarint(out, replica.chunk().upload() ^ shardBits);
        putVarint(out, Integer.toUnsignedLong(replica.chunk().sequence()));
        putVarint(out, incarnations.numberOf(replica.nodeId(), replica.incarnation()));
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Marks the record as written to the present snapshot. */
    void setGeneration(int slot, int generation) {
        ByteBuffer piece = heap.pieceOf(slot);
        int at = heap.indexOf(slot);
        piece.put(at, (byte) ((piece.get(at) & ~GENERATION) | generation));
    }

    // Reading

    int generation(int slot) {
        return heap.pieceOf(slot).get(heap.indexOf(slot)) & GENERATION;
    }

    int bucket(int slot) {
        return heap.pieceOf(slot).getInt(heap.indexOf(slot) + BUCKET);
    }

    long version(int slot) {
        return heap.pieceOf(slot).getLong(heap.indexOf(slot) + VERSION);
    }

    /** State time, 0 for never. */
    long expiresAtMillis(int slot) {
        return heap.pieceOf(slot).getLong(heap.indexOf(slot) + EXPIRES_AT);
    }

    int keyLength(int slot) {
        return heap.pieceOf(slot).getShort(heap.indexOf(slot) + KEY_LENGTH);
    }

    /** Copies the key behind {@code offset} in the target. */
    int copyKey(int slot, byte[] target, int offset) {
        int length = keyLength(slot);
        heap.pieceOf(slot).get(heap.indexOf(slot) + KEY, target, offset, length);
        return length;
    }

    long sizeBytes(int slot) {
        ByteBuffer piece = heap.pieceOf(slot);
        int at = heap.indexOf(slot);
        return new Reading(piece, at + KEY + piece.getShort(at + KEY_LENGTH)).varint();
    }

    /** The whole of it but the chunks, which are read when they are asked for. */
    ObjectRecord read(int slot) {
        ByteBuffer piece = heap.pieceOf(slot);
        int at = heap.indexOf(slot);
        int flags = piece.get(at);
        Reading in = new Reading(piece, at + KEY + piece.getShort(at + KEY_LENGTH));
        long size = in.varint();
        long createdAt = in.varint();
        int crc = (flags & HAS_CRC) == 0 ? 0 : in.fixed();
        boolean claimed = (flags & IS_CLAIMED) != 0;
        long claimId = claimed ? in.varint() : 0;
        long claimUntil = claimed ? in.varint() : 0;
        boolean inline = (flags & IS_INLINE) != 0;
        int inlineLength = inline ? (int) in.varint() : 0;
        long inlineHandle = inline ? in.varint() : ObjectRecord.NO_INLINE_BYTES;
        return new ObjectRecord(
                this,
                slot,
                piece.getLong(at + VERSION),
                size,
                crc,
                createdAt,
                piece.getLong(at + EXPIRES_AT),
                inlineLength,
                inlineHandle,
                claimId,
                claimUntil,
                in.at);
    }

    /** The chunks that begin at this place of the record's piece. */
    List<Chunk> readChunks(int slot, int at) {
        Reading in = new Reading(heap.pieceOf(slot), at);
        int count = (int) in.varint();
        if (count <= 1) {
            return count == 0 ? List.of() : List.of(readChunk(in));
        }
        List<Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chunks.add(readChunk(in));
        }
        return List.copyOf(chunks);
    }

    private Chunk readChunk(Reading in) {
        int length = (int) in.varint();
        int crc = in.fixed();
        int count = (int) in.varint();
        if (count == 1) {
            return new Chunk(length, crc, List.of(readReplica(in)));
        }
        List<Replica> replicas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            replicas.add(readReplica(in));
        }
        return new Chunk(length, crc, replicas);
    }

    private Replica readReplica(Reading in) {
        ChunkId chunk = new ChunkId(in.varint() ^ shardBits, (int) in.varint());
        NodeTable.NodeKey node = incarnations.key((int) in.varint());
        return new Replica(chunk, node.nodeId(), node.incarnation());
    }

    /** A place in a piece that moves on. */
    private static final class Reading {
        private final ByteBuffer piece;
        private int at;

        Reading(ByteBuffer piece, int at) {
            this.piece = piece;
            this.at = at;
        }

        long varint() {
            int first = piece.get(at++);
            return first >= 0 ? first : longVarint(first & 0x7f);
        }

        private long longVarint(long lowest) {
            long value = lowest;
            int shift = 7;
            while (true) {
                int next = piece.get(at++);
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
                shift += 7;
            }
        }

        int fixed() {
            int value = piece.getInt(at);
            at += Integer.BYTES;
            return value;
        }
    }

    // Keys

    /** Records by name, weighed by their size. */
    final class ByName implements Leaves {
        @Override
        public int mismatch(int slot, byte[] key, int length) {
            ByteBuffer piece = heap.pieceOf(slot);
            int at = heap.indexOf(slot);
            int own = piece.getShort(at + KEY_LENGTH);
            int common = Math.min(own, length);
            int i = 0;
            for (; i <= common - Long.BYTES; i += Long.BYTES) {
                long differing = piece.getLong(at + KEY + i) ^ (long) LONG.get(key, i);
                if (differing != 0) {
                    return i + (Long.numberOfTrailingZeros(differing) >>> 3);
                }
            }
            for (; i < common; i++) {
                if (piece.get(at + KEY + i) != key[i]) {
                    return i;
                }
            }
            return own == length ? SAME : common;
        }

        @Override
        public int byteAt(int slot, int index) {
            ByteBuffer piece = heap.pieceOf(slot);
            int at = heap.indexOf(slot);
            return index < piece.getShort(at + KEY_LENGTH) ? piece.get(at + KEY + index) & 0xff : END;
        }

        @Override
        public long weight(int slot) {
            return sizeBytes(slot);
        }
    }

    /** Records by the end of their time to live and, as that is no key, their version. */
    final class ByExpiry implements Leaves {
        static final int LENGTH = 2 * Long.BYTES;

        /** Writes the record's key. */
        void copyKey(int slot, byte[] target) {
            LONG.set(target, 0, Long.reverseBytes(expiresAtMillis(slot)));
            LONG.set(target, Long.BYTES, Long.reverseBytes(version(slot)));
        }

        @Override
        public int mismatch(int slot, byte[] key, int length) {
            long differing = expiresAtMillis(slot) ^ Long.reverseBytes((long) LONG.get(key, 0));
            if (differing != 0) {
                return Long.numberOfLeadingZeros(differing) >>> 3;
            }
            differing = version(slot) ^ Long.reverseBytes((long) LONG.get(key, Long.BYTES));
            return differing == 0 ? SAME : Long.BYTES + (Long.numberOfLeadingZeros(differing) >>> 3);
        }

        @Override
        public int byteAt(int slot, int index) {
            long half = index < Long.BYTES ? expiresAtMillis(slot) : version(slot);
            return (int) (half >>> (Long.SIZE - Byte.SIZE - Byte.SIZE * (index & 7))) & 0xff;
        }

        @Override
        public long weight(int slot) {
            return 0;
        }
    }
}
