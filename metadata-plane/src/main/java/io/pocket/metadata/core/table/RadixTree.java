package io.pocket.metadata.core.table;

/**
 * Records in the order of their keys' unsigned bytes: a radix tree with adaptive nodes (V. Leis et al., The Adaptive Radix Tree, ICDE 2013)
 * that skips bytes in which nothing branches without keeping them (D. Morrison, PATRICIA, JACM 1968). A search therefore follows the
 * bytes at which the tree branches and compares the whole key once, at the leaf. An operation touches at most one node for each byte of the
 * key, changes at most two of them, and never moves the rest. Each node knows how many records are below it, and their weights' sum.
 *
 * <p>Keys are given as the first {@code length} bytes of an array. A key may be the beginning of another one.
 */
public final class RadixTree {
    private final Nodes nodes;
    private final Leaves leaves;
    private int root = Nodes.NONE;

    public RadixTree(RecordHeap heap, Leaves leaves) {
        this.nodes = new Nodes(heap);
        this.leaves = leaves;
    }

    public boolean isEmpty() {
        return root == Nodes.NONE;
    }

    /** Records in the tree. */
    public long size() {
        return recordsOf(root);
    }

    /** Sum of their weights. */
    public long weight() {
        return weightOf(root);
    }

    private int recordsOf(int child) {
        if (child == Nodes.NONE) {
            return 0;
        }
        return Nodes.isRecord(child) ? 1 : nodes.records(child);
    }

    private long weightOf(int child) {
        if (child == Nodes.NONE) {
            return 0;
        }
        return Nodes.isRecord(child) ? leaves.weight(Nodes.slot(child)) : nodes.weight(child);
    }

    /** The record with this key, or {@link RecordHeap#NONE}. */
    public int get(byte[] key, int length) {
        int at = root;
        while (Nodes.isNode(at)) {
            int depth = nodes.depth(at);
            at = depth > length ? Nodes.NONE : nodes.child(at, labelAt(key, length, depth));
        }
        int record = Nodes.slot(at);
        boolean found = record != RecordHeap.NONE && leaves.mismatch(record, key, length) == Leaves.SAME;
        return found ? record : RecordHeap.NONE;
    }

    private static int labelAt(byte[] key, int length, int index) {
        return index < length ? key[index] & 0xff : Leaves.END;
    }

    /**
     * Adds the record with this key.
     *
     * @return the record that had the key before and no longer is in the tree, or {@link RecordHeap#NONE}
     */
    public int put(byte[] key, int length, int record) {
        if (root == Nodes.NONE) {
            root = Nodes.asChild(record);
            return RecordHeap.NONE;
        }
        int near = nearest(key, length);
        int mismatch = leaves.mismatch(near, key, length);
        if (mismatch == Leaves.SAME) {
            exchange(key, length, record, leaves.weight(record) - leaves.weight(near));
            return near;
        }
        insert(key, length, record, near, mismatch);
        return RecordHeap.NONE;
    }

    /** A record that has as many first bytes in common with the key as any. */
    private int nearest(byte[] key, int length) {
        int at = root;
        while (Nodes.isNode(at)) {
            int depth = nodes.depth(at);
            int child = depth > length ? Nodes.NONE : nodes.child(at, labelAt(key, length, depth));
            at = child == Nodes.NONE ? nodes.first(at) : child;
        }
        return Nodes.slot(at);
    }

    private void exchange(byte[] key, int length, int record, long weightChange) {
        int parent = Nodes.NONE;
        int label = Leaves.END;
        int at = root;
        while (Nodes.isNode(at)) {
            nodes.add(at, 0, weightChange);
            label = labelAt(key, length, nodes.depth(at));
            parent = at;
            at = nodes.child(at, label);
        }
        hang(parent, label, Nodes.asChild(record));
    }

    private void hang(int parent, int label, int child) {
        if (parent == Nodes.NONE) {
            root = child;
        } else {
            nodes.replace(parent, label, child);
        }
    }

    private void insert(byte[] key, int length, int record, int near, int mismatch) {
        long weight = leaves.weight(record);
        int parent = Nodes.NONE;
        int parentLabel = Leaves.END;
        int at = root;
        while (Nodes.isNode(at) && nodes.depth(at) < mismatch) {
            nodes.add(at, 1, weight);
            parent = at;
            parentLabel = key[nodes.depth(at)] & 0xff;
            at = nodes.child(at, parentLabel);
        }
        int label = labelAt(key, length, mismatch);
        int grown;
        if (Nodes.isNode(at) && nodes.depth(at) == mismatch) {
            nodes.add(at, 1, weight);
            grown = nodes.insert(at, label, Nodes.asChild(record));
        } else {
            grown = nodes.create(2, mismatch);
            nodes.add(grown, 1 + recordsOf(at), weight + weightOf(at));
            nodes.insert(grown, leaves.byteAt(near, mismatch), at);
            nodes.insert(grown, label, Nodes.asChild(record));
        }
        if (grown != at) {
            hang(parent, parentLabel, grown);
        }
    }

    /**
     * Takes the record with this key away.
     *
     * @return the record, or {@link RecordHeap#NONE}
     */
    public int remove(byte[] key, int length) {
        int record = get(key, length);
        if (record == RecordHeap.NONE) {
            return record;
        }
        long weight = leaves.weight(record);
        int grandparent = Nodes.NONE;
        int grandLabel = Leaves.END;
        int parent = Nodes.NONE;
        int label = Leaves.END;
        int at = root;
        while (Nodes.isNode(at)) {
            nodes.add(at, -1, -weight);
            grandparent = parent;
            grandLabel = label;
            parent = at;
            label = labelAt(key, length, nodes.depth(at));
            at = nodes.child(at, label);
        }
        if (parent == Nodes.NONE) {
            root = Nodes.NONE;
        } else {
            hang(grandparent, grandLabel, without(parent, label));
        }
        return record;
    }

    /** What is left of a node without one of its children: a node with a single one is not needed. */
    private int without(int node, int label) {
        int smaller = nodes.remove(node, label);
        int endHere = nodes.endHere(smaller);
        int count = nodes.count(smaller);
        if (count + (endHere == Nodes.NONE ? 0 : 1) > 1) {
            return smaller;
        }
        int only = nodes.first(smaller);
        nodes.free(smaller);
        return only;
    }

    /** The record with the lowest key, or {@link RecordHeap#NONE}. */
    public int first() {
        return lowest(root);
    }

    private int lowest(int child) {
        int at = child;
        while (Nodes.isNode(at)) {
            at = nodes.first(at);
        }
        return Nodes.slot(at);
    }

    /** The record with the lowest key above this one, or {@link RecordHeap#NONE}; with this one itself if {@code inclusive}. */
    public int atOrAfter(byte[] key, int length, boolean inclusive) {
        if (root == Nodes.NONE) {
            return RecordHeap.NONE;
        }
        int near = nearest(key, length);
        int mismatch = leaves.mismatch(near, key, length);
        if (mismatch == Leaves.SAME && inclusive) {
            return near;
        }
        int common = mismatch == Leaves.SAME ? length : mismatch;
        int above = Nodes.NONE; // What follows on the key's way, as deep as possible.
        int at = root;
        while (Nodes.isNode(at) && nodes.depth(at) < common) {
            int label = key[nodes.depth(at)] & 0xff;
            int next = nodes.childAfter(at, label);
            above = next == Nodes.NONE ? above : next;
            at = nodes.child(at, label);
        }
        int following = following(at, key, length, near, common);
        return lowest(following == Nodes.NONE ? above : following);
    }

    /** The lowest above the key in a subtree whose keys have exactly {@code common} bytes, or more, in common with it. */
    private int following(int subtree, byte[] key, int length, int near, int common) {
        int label = labelAt(key, length, common);
        if (Nodes.isNode(subtree) && nodes.depth(subtree) == common) {
            return nodes.childAfter(subtree, label);
        }
        boolean isAbove = leaves.byteAt(near, common) > label;
        return isAbove ? subtree : Nodes.NONE;
    }

    /** Records under a prefix, and their weights' sum. */
    public record Total(long records, long weight) {
        private static final Total ZERO = new Total(0, 0);
    }

    /** What is below this prefix, without looking at each. */
    public Total total(byte[] prefix, int length) {
        int at = root;
        while (Nodes.isNode(at) && nodes.depth(at) < length) {
            at = nodes.child(at, prefix[nodes.depth(at)] & 0xff);
        }
        int any = lowest(at);
        if (any == RecordHeap.NONE) {
            return Total.ZERO;
        }
        int mismatch = leaves.mismatch(any, prefix, length);
        boolean starts = mismatch == Leaves.SAME || mismatch >= length;
        return starts ? new Total(recordsOf(at), weightOf(at)) : Total.ZERO;
    }
}
