package io.pocket.data.jvm.file;

import java.util.Arrays;

/**
 * Free runs of units by where they lie. Each subtree knows its longest run, so the next run that is long enough is found in
 * logarithmic time: a treap (R. Seidel, C. Aragon: "Randomized Search Trees", Algorithmica 1996) in arrays, whose memory
 * follows the number of runs (20 bytes each), not the capacity.
 */
final class FreeRuns {

    /** No such run. */
    static final int NONE = -1;

    private static final int NODES_MIN = 16;

    private int[] starts = new int[NODES_MIN];
    private int[] lengths = new int[NODES_MIN];
    private int[] longest = new int[NODES_MIN];
    private int[] lefts = new int[NODES_MIN];
    private int[] rights = new int[NODES_MIN];
    private int root = NONE;
    private int idle = NONE;
    private int made;
    private int low;
    private int high;

    /** Adds a run that touches no other. */
    void add(int start, int units) {
        int node = newNode();
        starts[node] = start;
        lengths[node] = units;
        longest[node] = units;
        lefts[node] = NONE;
        rights[node] = NONE;
        root = insert(root, node);
    }

    /** Removes the run that begins there, which must exist. */
    void remove(int start) {
        root = remove(root, start);
    }

    /** Where the last run begins that begins at or before a unit; or {@link #NONE}. */
    int lastUpTo(int unit) {
        int node = nodeUpTo(unit);
        return node == NONE ? NONE : starts[node];
    }

    /** Length of the run that begins there, which must exist. */
    int lengthAt(int start) {
        return lengths[nodeUpTo(start)];
    }

    /** Where the first run begins that begins at or after a unit and has at least so many; or {@link #NONE}. */
    int firstFrom(int unit, int unitsMin) {
        int node = firstFrom(root, unit, unitsMin);
        return node == NONE ? NONE : starts[node];
    }

    /** Length of the longest run, 0 if there is none. */
    int longest() {
        return longest(root);
    }

    private int nodeUpTo(int unit) {
        int found = NONE;
        int node = root;
        while (node != NONE) {
            if (starts[node] <= unit) {
                found = node;
                node = rights[node];
            } else {
                node = lefts[node];
            }
        }
        return found;
    }

    private int firstFrom(int node, int unit, int unitsMin) {
        if (longest(node) < unitsMin) {
            return NONE;
        }
        if (starts[node] < unit) {
            return firstFrom(rights[node], unit, unitsMin);
        }
        int before = firstFrom(lefts[node], unit, unitsMin);
        if (before != NONE) {
            return before;
        }
        return lengths[node] >= unitsMin ? node : firstFrom(rights[node], unit, unitsMin);
    }

    private int insert(int tree, int node) {
        if (tree == NONE) {
            return node;
        }
        if (rank(node) > rank(tree)) {
            split(tree, starts[node]);
            lefts[node] = low;
            rights[node] = high;
            update(node);
            return node;
        }
        if (starts[node] < starts[tree]) {
            lefts[tree] = insert(lefts[tree], node);
        } else {
            rights[tree] = insert(rights[tree], node);
        }
        update(tree);
        return tree;
    }

    /** Cuts a tree in two, {@link #low} with the runs that begin before a unit, {@link #high} with the others. */
    private void split(int tree, int start) {
        if (tree == NONE) {
            low = NONE;
            high = NONE;
        } else if (starts[tree] < start) {
            split(rights[tree], start);
            rights[tree] = low;
            update(tree);
            low = tree;
        } else {
            split(lefts[tree], start);
            lefts[tree] = high;
            update(tree);
            high = tree;
        }
    }

    private int remove(int tree, int start) {
        if (starts[tree] == start) {
            int joined = join(lefts[tree], rights[tree]);
            lefts[tree] = idle;
            idle = tree;
            return joined;
        }
        if (start < starts[tree]) {
            lefts[tree] = remove(lefts[tree], start);
        } else {
            rights[tree] = remove(rights[tree], start);
        }
        update(tree);
        return tree;
    }

    private int join(int left, int right) {
        if (left == NONE || right == NONE) {
            return left == NONE ? right : left;
        }
        if (rank(left) > rank(right)) {
            rights[left] = join(rights[left], right);
            update(left);
            return left;
        }
        lefts[right] = join(left, lefts[right]);
        update(right);
        return right;
    }

    private void update(int node) {
        longest[node] = Math.max(lengths[node], Math.max(longest(lefts[node]), longest(rights[node])));
    }

    private int longest(int tree) {
        return tree == NONE ? 0 : longest[tree];
    }

    /** A number that keeps the tree balanced as a random one would: the finaliser of MurmurHash3 mixes all bits. */
    private static int rank(int node) {
        int mixed = (node ^ (node >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    private int newNode() {
        if (idle != NONE) {
            int node = idle;
            idle = lefts[node];
            return node;
        }
        if (made == starts.length) {
            grow();
        }
        return made++;
    }

    private void grow() {
        int size = made + (made >> 1);
        starts = Arrays.copyOf(starts, size);
        lengths = Arrays.copyOf(lengths, size);
        longest = Arrays.copyOf(longest, size);
        lefts = Arrays.copyOf(lefts, size);
        rights = Arrays.copyOf(rights, size);
    }
}
