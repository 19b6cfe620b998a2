package io.pocket.cli.function.sort;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets its key range from every mapper, merges, and puts the sorted partition.
 *
 * <p>Parameters: {@code maps}, {@code part}. Memory: twice the partition.
 */
public final class SortReduce implements Function {

    /** Name of this function. */
    public static final String KIND = "sort-reduce";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) {
        int part = arguments.count("part");
        List<byte[]> runs = new ArrayList<>();
        for (int map = 0; map < arguments.count("maps"); map++) {
            runs.add(run(exchange, Names.shuffle(map, part)));
        }
        exchange.put(Names.output(part), new RunMerger(runs).merge());
    }

    private static byte[] run(Exchange exchange, String name) {
        byte[] run = exchange.get(name);
        Records.count(name, run);
        return run;
    }
}
