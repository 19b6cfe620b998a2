package io.pocket.cli.function.sort;

import static io.pocket.cli.function.sort.Records.RECORD_BYTES;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;

/**
 * Generates a slice of the input, sorts it, and puts one object per key range.
 *
 * <p>Parameters: {@code seed}, {@code records} (of the whole job), {@code maps}, {@code reduces}, {@code part}. Memory: the
 * slice, its largest partition, and 12 bytes per record.
 */
public final class SortMap implements Function {

    /** Name of this function. */
    public static final String KIND = "sort-map";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) {
        int part = arguments.count("part");
        byte[] records = generate(arguments, part);
        int[] order = RecordOrder.of(records, records.length / RECORD_BYTES);
        shuffle(exchange, records, order, part, arguments.count("reduces"));
    }

    private static byte[] generate(FunctionArguments arguments, int part) {
        Slices slices = new Slices(arguments.number("records"), arguments.count("maps"));
        RecordGenerator generator = new RecordGenerator(arguments.number("seed"));
        long first = slices.start(part);
        byte[] records = new byte[Math.multiplyExact(slices.size(part), RECORD_BYTES)];
        for (int offset = 0; offset < records.length; offset += RECORD_BYTES) {
            generator.generate(first + offset / RECORD_BYTES, records, offset);
        }
        return records;
    }

    private static void shuffle(Exchange exchange, byte[] records, int[] order, int part, int reduces) {
        KeyRanges ranges = new KeyRanges(reduces);
        byte[] partition = {};
        int start = 0;
        for (int reduce = 0; reduce < reduces; reduce++) {
            int end = endOfRange(ranges, reduce, records, order, start);
            int length = (end - start) * RECORD_BYTES;
            partition = length <= partition.length ? partition : new byte[length];
            gather(records, order, start, end, partition);
            exchange.put(Names.shuffle(part, reduce), partition, 0, length);
            start = end;
        }
    }

    /** Binary search: the records before the result have a range of at most {@code range}. */
    private static int endOfRange(KeyRanges ranges, int range, byte[] records, int[] order, int from) {
        int low = from;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.of(Records.keyPrefix(records, order[middle] * RECORD_BYTES)) <= range) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void gather(byte[] records, int[] order, int start, int end, byte[] target) {
        for (int i = start; i < end; i++) {
            System.arraycopy(records, order[i] * RECORD_BYTES, target, (i - start) * RECORD_BYTES, RECORD_BYTES);
        }
    }
}
