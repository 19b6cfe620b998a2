package io.pocket.data;

import java.util.Arrays;

/**
 * Finds the slot of a chunk number: open addressing with linear probing over slot numbers, at most half full. The keys
 * themselves are in {@link ChunkTable}.
 */
final class ChunkHash {

    private final ChunkTable table;
    private final long seed;
    private final int[] slots;
    private final int mask;

    /**
     * @param entriesMax most entries at any time
     * @param seed makes collisions unpredictable, since clients choose half of the key
     */
    ChunkHash(ChunkTable table, int entriesMax, long seed) {
        this.table = table;
        this.seed = seed;
        slots = new int[Integer.highestOneBit(Math.max(2, 2 * entriesMax - 1)) << 1];
        mask = slots.length - 1;
        Arrays.fill(slots, ChunkTable.NONE);
    }

    int find(long uploadId, int sequence) {
        return slots[place(uploadId, sequence)];
    }

    void add(int slot) {
        slots[place(table.uploadId(slot), table.sequence(slot))] = slot;
    }

    void remove(int slot) {
        int hole = place(table.uploadId(slot), table.sequence(slot));
        slots[hole] = ChunkTable.NONE;
        // Knuth, TAOCP vol. 3, 6.4, algorithm R.
        for (int i = (hole + 1) & mask; slots[i] != ChunkTable.NONE; i = (i + 1) & mask) {
            int distanceFromHome = (i - home(slots[i])) & mask;
            if (distanceFromHome >= ((i - hole) & mask)) {
                slots[hole] = slots[i];
                slots[i] = ChunkTable.NONE;
                hole = i;
            }
        }
    }

    private int place(long uploadId, int sequence) {
        int index = home(uploadId, sequence);
        while (slots[index] != ChunkTable.NONE && !holds(slots[index], uploadId, sequence)) {
            index = (index + 1) & mask;
        }
        return index;
    }

    private boolean holds(int slot, long uploadId, int sequence) {
        return table.uploadId(slot) == uploadId && table.sequence(slot) == sequence;
    }

    private int home(int slot) {
        return home(table.uploadId(slot), table.sequence(slot));
    }

    /** The finalizer of MurmurHash3 (A. Appleby, public domain) over both parts of the key. */
    private int home(long uploadId, int sequence) {
        long h = (uploadId ^ seed) * 0x9E3779B97F4A7C15L + sequence;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (int) (h ^ (h >>> 33)) & mask;
    }
}
