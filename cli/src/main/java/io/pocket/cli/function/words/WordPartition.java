package io.pocket.cli.function.words;

import io.pocket.cli.function.CheckFailedException;
import java.util.Arrays;

/**
 * Words with their counts as bytes: for each word its length (2 bytes), its count (8 bytes, both big-endian), its
 * bytes. Grows as needed. Not thread-safe.
 */
final class WordPartition {

    private static final int HEADER_BYTES = 10;
    private static final int COUNT_OFFSET = 2;

    private byte[] bytes = new byte[1 << 12];
    private int length;

    /** Takes the words with their counts as they come. */
    @FunctionalInterface
    interface Sink {
        /** Called once per word; the array belongs to the caller. */
        void accept(byte[] bytes, int offset, int lengthBytes, long count);
    }

    void append(WordTable table, int word) {
        int wordBytes = table.lengthBytes(word);
        ensureRoom(HEADER_BYTES + wordBytes);
        put(length, COUNT_OFFSET, wordBytes);
        put(length + COUNT_OFFSET, Long.BYTES, table.count(word));
        table.copy(word, bytes, length + HEADER_BYTES);
        length += HEADER_BYTES + wordBytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int lengthBytes() {
        return length;
    }

    /** Reads an object of this form; {@link CheckFailedException} names one that ends inside a word. */
    static void read(String name, byte[] object, Sink sink) {
        int offset = 0;
        while (offset < object.length) {
            int start = offset + HEADER_BYTES;
            int wordBytes = start <= object.length ? (int) get(object, offset, COUNT_OFFSET) : 0;
            if (start + wordBytes > object.length) {
                throw new CheckFailedException(name + " ends inside a word: " + object.length + " bytes");
            }
            sink.accept(object, start, wordBytes, get(object, offset + COUNT_OFFSET, Long.BYTES));
            offset = start + wordBytes;
        }
    }

    private void ensureRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private void put(int offset, int width, long value) {
        for (int i = 0; i < width; i++) {
            bytes[offset + i] = (byte) (value >>> (8 * (width - 1 - i)));
        }
    }

    private static long get(byte[] object, int offset, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (object[offset + i] & 0xff);
        }
        return value;
    }
}
