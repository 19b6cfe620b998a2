package io.pocket.cli.function.words;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts all words of the input in the straight way, sharing no code with the mappers but the listing of the files, and
 * compares every count. Puts the result in words.
 *
 * <p>Parameters: {@code input}, {@code reduces}.
 */
public final class WordVerify implements Function {

    /** Name of this function. */
    public static final String KIND = "word-verify";

    private static final String SUMMARY = Names.summary(0);
    private static final String LETTERS = "_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) throws IOException {
        Map<String, Long> expected = countStraight(Path.of(arguments.text("input")));
        String summary =
                "%,d words, %,d distinct, as a straight count finds them".formatted(sum(expected), expected.size());
        for (int reduce = 0; reduce < arguments.count("reduces"); reduce++) {
            String name = Names.output(reduce);
            WordPartition.read(name, exchange.get(name), (bytes, offset, length, count) -> {
                String word = new String(bytes, offset, length, ISO_8859_1);
                checkCount(name, word, count, expected.remove(word));
            });
        }
        checkNoneMissing(expected);
        exchange.put(SUMMARY, summary.getBytes(UTF_8));
    }

    /** What the verifier found, in words. */
    public static String judge(Exchange exchange) {
        return new String(exchange.get(SUMMARY), UTF_8);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void checkCount(String name, String word, long count, Long expected) {
        if (expected == null) {
            throw new CheckFailedException(name + " counts a word that is not in the text, or twice: " + word);
        }
        if (expected != count) {
            throw new CheckFailedException(name + " counts " + count + " × " + word + ", not " + expected);
        }
    }

    private static void checkNoneMissing(Map<String, Long> left) {
        if (!left.isEmpty()) {
            throw new CheckFailedException(left.size() + " words were not counted, such as: "
                    + left.keySet().iterator().next());
        }
    }

    static Map<String, Long> countStraight(Path input) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (TextSource source = TextSource.open(input)) {
            for (TextSource.Text text : source.texts()) {
                try (InputStream in = new BufferedInputStream(source.open(text))) {
                    countStraight(in, counts);
                }
            }
        }
        return counts;
    }

    private static void countStraight(InputStream in, Map<String, Long> counts) throws IOException {
        StringBuilder word = new StringBuilder();
        int next;
        do {
            next = in.read();
            boolean letter = LETTERS.indexOf(next) >= 0 || next > 127;
            if (letter) {
                word.append((char) next);
            }
            if ((!letter && !word.isEmpty()) || word.length() == WordScanner.WORD_BYTES_MAX) {
                counts.merge(word.toString(), 1L, Long::sum);
                word.setLength(0);
            }
        } while (next >= 0);
    }
}
