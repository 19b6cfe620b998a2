package io.pocket.cli.function.words;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Counts the words of one split and puts one object per reducer, chosen by the word's hash.
 *
 * <p>Parameters: {@code input} (zip file or folder), {@code maps}, {@code reduces}, {@code part}. Memory: the split's distinct
 * words, twice.
 */
public final class WordMap implements Function {

    /** Name of this function. */
    public static final String KIND = "word-map";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) throws IOException {
        int part = arguments.count("part");
        WordTable counts = new WordTable();
        try (TextSource source = TextSource.open(Path.of(arguments.text("input")))) {
            count(source, part, arguments.count("maps"), counts);
        }
        shuffle(exchange, counts, part, arguments.count("reduces"));
    }

    private static void count(TextSource source, int part, int maps, WordTable counts) throws IOException {
        WordScanner scanner = new WordScanner(counts);
        for (TextSource.Text text : source.split(part, maps)) {
            try (InputStream in = source.open(text)) {
                scanner.scan(in);
            }
        }
    }

    private static void shuffle(Exchange exchange, WordTable counts, int part, int reduces) {
        WordPartition[] partitions = new WordPartition[reduces];
        for (int reduce = 0; reduce < reduces; reduce++) {
            partitions[reduce] = new WordPartition();
        }
        for (int word = 0; word < counts.size(); word++) {
            partitions[reducer(counts.hash(word), reduces)].append(counts, word);
        }
        for (int reduce = 0; reduce < reduces; reduce++) {
            WordPartition partition = partitions[reduce];
            exchange.put(Names.shuffle(part, reduce), partition.bytes(), 0, partition.lengthBytes());
        }
    }

    /** {@code floor(hash * reduces / 2^32)}. */
    private static int reducer(int hash, int reduces) {
        return (int) ((Integer.toUnsignedLong(hash) * reduces) >>> Integer.SIZE);
    }
}
