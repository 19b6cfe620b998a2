package io.pocket.metadata.core;

import io.pocket.protocol.ChunkId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Frees that one incarnation of a node has not acknowledged yet, numbered 1, 2, 3 … (rule 3: they stay in the log until then). */
final class FreeQueue {
    private final Deque<ChunkId> chunks = new ArrayDeque<>();
    private long firstSequence = 1;

    void add(ChunkId chunk) {
        chunks.addLast(chunk);
    }

    void restore(long sequenceOfFirst, List<ChunkId> more) {
        if (chunks.isEmpty()) {
            firstSequence = sequenceOfFirst;
        }
        chunks.addAll(more);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    int size() {
        return chunks.size();
    }

    long firstSequence() {
        return firstSequence;
    }

    /** Sequence of the last free in the queue, or of the last one acknowledged. */
    long lastSequence() {
        return firstSequence + chunks.size() - 1;
    }

    /** The oldest frees, at most {@code max}. */
    List<ChunkId> head(int max) {
        List<ChunkId> head = new ArrayList<>(Math.min(max, chunks.size()));
        Iterator<ChunkId> oldest = chunks.iterator();
        while (head.size() < max && oldest.hasNext()) {
            head.add(oldest.next());
        }
        return head;
    }

    List<ChunkId> all() {
        return new ArrayList<>(chunks);
    }

    void acknowledge(long upTo) {
        while (firstSequence <= upTo && !chunks.isEmpty()) {
            chunks.removeFirst();
            firstSequence++;
        }
    }
}
