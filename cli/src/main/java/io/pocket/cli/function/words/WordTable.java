package io.pocket.cli.function.words;

import java.util.Arrays;

/**
 * Counts per word: an open-addressing hash table over the words' bytes, kept in a few arrays. No object per word. Not
 * thread-safe.
 */
final class WordTable {

    private static final int SLOTS_FIRST = 1 << 12;
    private static final int FREE = -1;

    private byte[] text = new byte[SLOTS_FIRST * 8];
    private int textLength;
    private int[] starts = new int[SLOTS_FIRST / 2 + 1];
    private int[] hashes = new int[SLOTS_FIRST / 2];
    private long[] counts = new long[SLOTS_FIRST / 2];
    private int[] slots = freeSlots(SLOTS_FIRST);
    private int size;

    /** Adds {@code count} to a word. The bytes are copied if the word is new. */
    void add(byte[] bytes, int offset, int length, long count) {
        int hash = hash(bytes, offset, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != FREE) {
            int word = slots[slot];
            if (hashes[word] == hash && isWord(word, bytes, offset, length)) {
                counts[word] += count;
                return;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = append(bytes, offset, length, hash, count);
        growSlotsIfHalfFull();
    }

    /** Number of distinct words; they are numbered from 0. */
    int size() {
        return size;
    }

    long count(int word) {
        return counts[word];
    }

    int hash(int word) {
        return hashes[word];
    }

    int lengthBytes(int word) {
        return starts[word + 1] - starts[word];
    }

    /** Copies a word's bytes. */
    void copy(int word, byte[] target, int offset) {
        System.arraycopy(text, starts[word], target, offset, lengthBytes(word));
    }

    private boolean isWord(int word, byte[] bytes, int offset, int length) {
        return Arrays.equals(text, starts[word], starts[word + 1], bytes, offset, offset + length);
    }

    private int append(byte[] bytes, int offset, int length, int hash, long count) {
        ensureRoom(length);
        System.arraycopy(bytes, offset, text, textLength, length);
        textLength += length;
        hashes[size] = hash;
        counts[size] = count;
        starts[size + 1] = textLength;
        return size++;
    }

    private void ensureRoom(int length) {
        if (textLength + length > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, textLength + length));
        }
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size + 1);
        }
    }

    private void growSlotsIfHalfFull() {
        if (2 * size <= slots.length) {
            return;
        }
        slots = freeSlots(2 * slots.length);
        int mask = slots.length - 1;
        for (int word = 0; word < size; word++) {
            int slot = hashes[word] & mask;
            while (slots[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = word;
        }
    }

    private static int[] freeSlots(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, FREE);
        return slots;
    }

    /** FNV-1a with the finalizer of MurmurHash3: its low bits choose the slot, its high bits the reducer. */
    static int hash(byte[] bytes, int offset, int length) {
        int hash = 0x811c9dc5;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
