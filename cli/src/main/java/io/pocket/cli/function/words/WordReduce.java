package io.pocket.cli.function.words;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;

/**
 * Adds up the counts of its share of the words.
 *
 * <p>Parameters: {@code maps}, {@code part}. Memory: the share's distinct words, twice, and one mapper's object.
 */
public final class WordReduce implements Function {

    /** Name of this function. */
    public static final String KIND = "word-reduce";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) {
        int part = arguments.count("part");
        WordTable counts = new WordTable();
        for (int map = 0; map < arguments.count("maps"); map++) {
            String name = Names.shuffle(map, part);
            WordPartition.read(name, exchange.get(name), counts::add);
        }
        WordPartition output = new WordPartition();
        for (int word = 0; word < counts.size(); word++) {
            output.append(counts, word);
        }
        exchange.put(Names.output(part), output.bytes(), 0, output.lengthBytes());
    }
}
