package io.pocket.metadata.core;

import io.pocket.protocol.ChunkId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Frees that one incarnation of a node has not acknowledged yet, numbered 1, 2, 3 … (rule 3: they stay in the log until then). Kept in blocks
 * that are only ever written behind their last entry, so that a {@link View} costs little and stays what it was.
 */
final class FreeQueue {
    private static final int BLOCK = 4096;

    private final Deque<Block> blocks = new ArrayDeque<>();
    private long firstSequence = 1;
    private int firstInBlock;
    private int size;

    /** Chunk numbers side by side. */
    private static final class Block {
        private final long[] uploads = new long[BLOCK];
        private final int[] sequences = new int[BLOCK];
        private int count;

        void add(ChunkId chunk) {
            uploads[count] = chunk.upload();
            sequences[count++] = chunk.sequence();
        }

        void copy(int from, int to, List<ChunkId> target) {
            for (int i = from; i < to; i++) {
                target.add(new ChunkId(uploads[i], sequences[i]));
            }
        }
    }

    void add(ChunkId chunk) {
        Block last = blocks.peekLast();
        if (last == null || last.count == BLOCK) {
            last = new Block();
            blocks.addLast(last);
        }
        last.add(chunk);
        size++;
    }

    void restore(long sequenceOfFirst, List<ChunkId> more) {
        if (isEmpty()) {
            firstSequence = sequenceOfFirst;
        }
        more.forEach(this::add);
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** Sequence of the last free in the queue, or of the last one acknowledged. */
    long lastSequence() {
        return firstSequence + size - 1;
    }

    /** The oldest frees, at most {@code max}. */
    List<ChunkId> head(int max) {
        List<ChunkId> head = new ArrayList<>(Math.min(max, size));
        int from = firstInBlock;
        for (Block block : blocks) {
            block.copy(from, Math.min(block.count, from + max - head.size()), head);
            if (head.size() == max) {
                break;
            }
            from = 0;
        }
        return head;
    }

    void acknowledge(long upTo) {
        while (firstSequence <= upTo && size > 0) {
            Block first = blocks.getFirst();
            int count = (int) Math.min(upTo - firstSequence + 1, first.count - firstInBlock);
            firstSequence += count;
            size -= count;
            firstInBlock += count;
            if (firstInBlock == BLOCK) {
                blocks.removeFirst();
                firstInBlock = 0;
            }
        }
    }

    /** What is in the queue now. */
    View view() {
        return new View(List.copyOf(blocks), firstSequence, firstInBlock, size);
    }

    /** What was in a queue at one moment, whatever became of it since; read from the oldest free on. */
    static final class View {
        private final List<Block> blocks;
        private int block;
        private int inBlock;
        private long sequence;
        private int left;

        private View(List<Block> blocks, long firstSequence, int firstInBlock, int size) {
            this.blocks = blocks;
            this.sequence = firstSequence;
            this.inBlock = firstInBlock;
            this.left = size;
        }

        boolean isRead() {
            return left == 0;
        }

        /** Sequence of what {@link #next} begins with. */
        long sequence() {
            return sequence;
        }

        /** The next frees, as many as lie together. */
        List<ChunkId> next() {
            int count = Math.min(left, BLOCK - inBlock);
            List<ChunkId> chunks = new ArrayList<>(count);
            if (count > 0) {
                blocks.get(block).copy(inBlock, inBlock + count, chunks);
            }
            left -= count;
            sequence += count;
            block++;
            inBlock = 0;
            return chunks;
        }
    }
}
