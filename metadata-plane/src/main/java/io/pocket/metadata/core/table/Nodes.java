package io.pocket.metadata.core.table;

import java.nio.ByteBuffer;

/**
 * Inner nodes of the trees. A node says at which byte of the keys below it they differ for the first time, and where they go on for each
 * value of that byte. The bytes on the way there are not kept: a leaf's own key tells whether they match.
 *
 * <pre>
 *   0      1      2        4        6     8           12        16       24
 *   +------+------+--------+--------+-----+-----------+---------+--------+------------+---------------+
 *   | kind | 0    | count  | depth  | 0   | end here  | records | weight | labels     | children      |
 *   +------+------+--------+--------+-----+-----------+---------+--------+------------+---------------+
 * </pre>
 *
 * Up to 64 children are kept in the order of their labels; more are kept by label, without labels. A child is a record's slot or a node's,
 * shifted by one, with the lowest bit set for a record.
 */
final class Nodes {
    static final int NONE = 0;

    private static final int[] CAPACITIES = {2, 4, 8, 12, 16, 24, 32, 48, 64};
    private static final int DIRECT = CAPACITIES.length;
    private static final int DIRECT_CHILDREN = 256;

    private static final int COUNT = 2;
    private static final int DEPTH = 4;
    private static final int END_HERE = 8;
    private static final int RECORDS = 12;
    private static final int WEIGHT = 16;
    private static final int LABELS = 24;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private final RecordHeap heap;

    Nodes(RecordHeap heap) {
        this.heap = heap;
    }

    static boolean isRecord(int child) {
        return (child & 1) != 0;
    }

    static boolean isNode(int child) {
        return child != NONE && (child & 1) == 0;
    }

    static int asChild(int record) {
        return record << 1 | 1;
    }

    static int slot(int child) {
        return child >>> 1;
    }

    /** A node without children, for at least so many. */
    int create(int children, int depth) {
        return create(kindFor(children), depth, NONE, 0, 0);
    }

    private int create(int kind, int depth, int endHere, int records, long weight) {
        int slot = heap.allocate(lengthOf(kind));
        ByteBuffer piece = heap.piece(slot);
        int at = heap.index(slot);
        piece.putLong(at, kind | (long) depth << 32);
        piece.putInt(at + END_HERE, endHere);
        piece.putInt(at + RECORDS, records);
        piece.putLong(at + WEIGHT, weight);
        if (kind == DIRECT) {
            for (int i = 0; i < DIRECT_CHILDREN; i++) {
                piece.putInt(at + LABELS + 4 * i, NONE);
            }
        }
        return slot << 1;
    }

    private static int kindFor(int children) {
        int kind = 0;
        while (kind < DIRECT && CAPACITIES[kind] < children) {
            kind++;
        }
        return kind;
    }

    private static int lengthOf(int kind) {
        return kind == DIRECT ? LABELS + 4 * DIRECT_CHILDREN : childrenOffset(kind) + 4 * CAPACITIES[kind];
    }

    private static int childrenOffset(int kind) {
        return LABELS + Math.max(4, CAPACITIES[kind]);
    }

    void free(int node) {
        heap.free(slot(node));
    }

    int depth(int node) {
        return heap.piece(slot(node)).getShort(heap.index(slot(node)) + DEPTH);
    }

    int count(int node) {
        return heap.piece(slot(node)).getShort(heap.index(slot(node)) + COUNT);
    }

    /** The record whose key ends where this node branches, as a child, or NONE. */
    int endHere(int node) {
        return heap.piece(slot(node)).getInt(heap.index(slot(node)) + END_HERE);
    }

    int records(int node) {
        return heap.piece(slot(node)).getInt(heap.index(slot(node)) + RECORDS);
    }

    long weight(int node) {
        return heap.piece(slot(node)).getLong(heap.index(slot(node)) + WEIGHT);
    }

    void add(int node, int records, long weight) {
        ByteBuffer piece = heap.piece(slot(node));
        int at = heap.index(slot(node));
        piece.putInt(at + RECORDS, piece.getInt(at + RECORDS) + records);
        piece.putLong(at + WEIGHT, piece.getLong(at + WEIGHT) + weight);
    }

    /** The child for a label, or for {@link Leaves#END}; NONE if there is none. */
    int child(int node, int label) {
        ByteBuffer piece = heap.piece(slot(node));
        int at = heap.index(slot(node));
        if (label == Leaves.END) {
            return piece.getInt(at + END_HERE);
        }
        int kind = piece.get(at);
        if (kind == DIRECT) {
            return piece.getInt(at + LABELS + 4 * label);
        }
        int position = find(piece, at, piece.getShort(at + COUNT), label);
        return position < 0 ? NONE : piece.getInt(at + childrenOffset(kind) + 4 * position);
    }

    /** Eight labels at a time; what lies behind the last one may look like a label. */
    private static int find(ByteBuffer piece, int at, int count, int label) {
        long pattern = label * ONES;
        for (int from = 0; from < count; from += Long.BYTES) {
            long differing = piece.getLong(at + LABELS + from) ^ pattern;
            long same = (differing - ONES) & ~differing & HIGHS;
            if (same != 0) {
                int position = from + (Long.numberOfTrailingZeros(same) >>> 3);
                return position < count ? position : -1;
            }
        }
        return -1;
    }

    /** The child with the lowest label above this one, or NONE; {@link Leaves#END} is below all labels. */
    int childAfter(int node, int label) {
        ByteBuffer piece = heap.piece(slot(node));
        int at = heap.index(slot(node));
        int kind = piece.get(at);
        if (kind == DIRECT) {
            for (int next = label + 1; next < DIRECT_CHILDREN; next++) {
                int child = piece.getInt(at + LABELS + 4 * next);
                if (child != NONE) {
                    return child;
                }
            }
            return NONE;
        }
        int count = piece.getShort(at + COUNT);
        int position = positionAfter(piece, at, count, label);
        return position == count ? NONE : piece.getInt(at + childrenOffset(kind) + 4 * position);
    }

    private static int positionAfter(ByteBuffer piece, int at, int count, int label) {
        int position = 0;
        while (position < count && (piece.get(at + LABELS + position) & 0xff) <= label) {
            position++;
        }
        return position;
    }

    /** The first of all children. */
    int first(int node) {
        int endHere = endHere(node);
        return endHere != NONE ? endHere : childAfter(node, Leaves.END);
    }

    /** Puts another child in the place of a present one. */
    void replace(int node, int label, int child) {
        ByteBuffer piece = heap.piece(slot(node));
        int at = heap.index(slot(node));
        int kind = piece.get(at);
        if (label == Leaves.END) {
            piece.putInt(at + END_HERE, child);
        } else if (kind == DIRECT) {
            piece.putInt(at + LABELS + 4 * label, child);
        } else {
            int position = find(piece, at, piece.getShort(at + COUNT), label);
            piece.putInt(at + childrenOffset(kind) + 4 * position, child);
        }
    }

    /**
     * Adds a child for a label that has none.
     *
     * @return the node, which is another one if this one was full
     */
    int insert(int node, int label, int child) {
        if (label == Leaves.END) {
            replace(node, label, child);
            return node;
        }
        int kind = kind(node);
        int into = kind != DIRECT && count(node) == CAPACITIES[kind] ? resized(node, kind + 1) : node;
        ByteBuffer piece = heap.piece(slot(into));
        int at = heap.index(slot(into));
        int count = piece.getShort(at + COUNT);
        int newKind = piece.get(at);
        if (newKind == DIRECT) {
            piece.putInt(at + LABELS + 4 * label, child);
        } else {
            int position = positionAfter(piece, at, count, label);
            open(piece, at, childrenOffset(newKind), position, count);
            piece.put(at + LABELS + position, (byte) label);
            piece.putInt(at + childrenOffset(newKind) + 4 * position, child);
        }
        piece.putShort(at + COUNT, (short) (count + 1));
        return into;
    }

    private int kind(int node) {
        return heap.piece(slot(node)).get(heap.index(slot(node)));
    }

    private static void open(ByteBuffer piece, int at, int children, int position, int count) {
        for (int i = count; i > position; i--) {
            piece.put(at + LABELS + i, piece.get(at + LABELS + i - 1));
            piece.putInt(at + children + 4 * i, piece.getInt(at + children + 4 * (i - 1)));
        }
    }

    /**
     * Takes a child away.
     *
     * @return the node, which is another one if this one had become too large for its children
     */
    int remove(int node, int label) {
        if (label == Leaves.END) {
            replace(node, label, NONE);
            return node;
        }
        ByteBuffer piece = heap.piece(slot(node));
        int at = heap.index(slot(node));
        int kind = piece.get(at);
        int count = piece.getShort(at + COUNT) - 1;
        if (kind == DIRECT) {
            piece.putInt(at + LABELS + 4 * label, NONE);
        } else {
            close(piece, at, childrenOffset(kind), find(piece, at, count + 1, label), count);
        }
        piece.putShort(at + COUNT, (short) count);
        boolean isRoomy = kind > 0 && count <= CAPACITIES[kind - 1] * 3 / 4;
        return isRoomy ? resized(node, kind - 1) : node;
    }

    private static void close(ByteBuffer piece, int at, int children, int position, int count) {
        for (int i = position; i < count; i++) {
            piece.put(at + LABELS + i, piece.get(at + LABELS + i + 1));
            piece.putInt(at + children + 4 * i, piece.getInt(at + children + 4 * (i + 1)));
        }
    }

    private int resized(int node, int kind) {
        int copy = create(kind, depth(node), endHere(node), records(node), weight(node));
        ByteBuffer from = heap.piece(slot(node));
        int fromAt = heap.index(slot(node));
        ByteBuffer to = heap.piece(slot(copy));
        int toAt = heap.index(slot(copy));
        int count = from.getShort(fromAt + COUNT);
        to.putShort(toAt + COUNT, (short) count);
        int oldKind = from.get(fromAt);
        if (oldKind == DIRECT) {
            gather(from, fromAt, to, toAt, childrenOffset(kind));
        } else if (kind == DIRECT) {
            scatter(from, fromAt, childrenOffset(oldKind), count, to, toAt);
        } else {
            to.put(toAt + LABELS, from, fromAt + LABELS, count);
            to.put(toAt + childrenOffset(kind), from, fromAt + childrenOffset(oldKind), 4 * count);
        }
        free(node);
        return copy;
    }

    private static void gather(ByteBuffer from, int fromAt, ByteBuffer to, int toAt, int children) {
        int position = 0;
        for (int label = 0; label < DIRECT_CHILDREN; label++) {
            int child = from.getInt(fromAt + LABELS + 4 * label);
            if (child != NONE) {
                to.put(toAt + LABELS + position, (byte) label);
                to.putInt(toAt + children + 4 * position, child);
                position++;
            }
        }
    }

    private static void scatter(ByteBuffer from, int fromAt, int children, int count, ByteBuffer to, int toAt) {
        for (int i = 0; i < count; i++) {
            int label = from.get(fromAt + LABELS + i) & 0xff;
            to.putInt(toAt + LABELS + 4 * label, from.getInt(fromAt + children + 4 * i));
        }
    }
}
