package io.pocket.cli.function.words;

import java.io.IOException;
import java.io.InputStream;

/** Finds the words of a stream and counts them in a {@link WordTable}. Reads in pieces: memory does not depend on the text. */
final class WordScanner {

    /** Longer words are cut. */
    static final int WORD_BYTES_MAX = 1_024;

    private static final boolean[] PART_OF_WORD = partOfWord();

    private final WordTable counts;
    private final byte[] buffer = new byte[64 << 10];
    private final byte[] word = new byte[WORD_BYTES_MAX];
    private int wordLength;

    WordScanner(WordTable counts) {
        this.counts = counts;
    }

    /** Counts the words of one text; the end of the text ends a word. */
    void scan(InputStream text) throws IOException {
        for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
            scan(read);
        }
        endWord();
    }

    private void scan(int length) {
        for (int i = 0; i < length; i++) {
            byte next = buffer[i];
            if (!PART_OF_WORD[next & 0xff]) {
                endWord();
            } else {
                append(next);
            }
        }
    }

    private void append(byte next) {
        if (wordLength == WORD_BYTES_MAX) {
            endWord();
        }
        word[wordLength++] = next;
    }

    private void endWord() {
        if (wordLength > 0) {
            counts.add(word, 0, wordLength, 1);
            wordLength = 0;
        }
    }

    private static boolean[] partOfWord() {
        boolean[] table = new boolean[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = i >= 0x80 || i == '_' || Character.isLetterOrDigit(i);
        }
        return table;
    }
}
