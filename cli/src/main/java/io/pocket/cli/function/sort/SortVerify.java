package io.pocket.cli.function.sort;

import static io.pocket.cli.function.sort.Records.RECORD_BYTES;

import io.pocket.cli.function.CheckFailedException;
import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.Function;
import io.pocket.cli.function.FunctionArguments;
import io.pocket.cli.function.Names;
import io.pocket.cli.function.sort.Partition.Tally;
import java.util.zip.CRC32C;

/**
 * Checks the order inside one sorted partition, sums it up, generates the input slice of the same number again and sums
 * that up too, and puts both sums. {@link #judge} then compares them over all partitions.
 *
 * <p>Parameters: {@code seed}, {@code records}, {@code maps}, {@code part}. Needs as many partitions as slices.
 */
public final class SortVerify implements Function {

    /** Name of this function. */
    public static final String KIND = "sort-verify";

    @Override
    public void run(Exchange exchange, FunctionArguments arguments) {
        int part = arguments.count("part");
        String name = Names.output(part);
        Partition partition = Partition.of(name, exchange.get(name), generated(arguments, part));
        exchange.put(Names.summary(part), partition.encode());
    }

    /**
     * The verdict over all partitions: order across them, count, checksum.
     *
     * @return the number of records
     * @throws CheckFailedException that says what is wrong
     */
    public static long judge(Exchange exchange, int parts) {
        Tally found = Tally.NONE;
        Tally expected = Tally.NONE;
        Key lastKey = Key.ZERO;
        for (int part = 0; part < parts; part++) {
            Partition partition = Partition.decode(Names.summary(part), exchange.get(Names.summary(part)));
            lastKey = checkFollows(part, partition, lastKey);
            found = found.plus(partition.found());
            expected = expected.plus(partition.expected());
        }
        checkEqual(found, expected);
        return found.records();
    }

    private static Key checkFollows(int part, Partition partition, Key lastKey) {
        if (partition.isEmpty()) {
            return lastKey;
        }
        if (lastKey.compareTo(partition.firstKey()) > 0) {
            throw new CheckFailedException(Names.output(part) + " starts with key " + partition.firstKey()
                    + ", but the partitions before it end with " + lastKey);
        }
        return partition.lastKey();
    }

    private static void checkEqual(Tally found, Tally expected) {
        if (found.records() != expected.records()) {
            throw new CheckFailedException(
                    "sorted " + found.records() + " records, but " + expected.records() + " were generated");
        }
        if (found.checksum() != expected.checksum()) {
            throw new CheckFailedException("the checksum of the sorted records is %016x, of the generated ones %016x"
                    .formatted(found.checksum(), expected.checksum()));
        }
    }

    private static Tally generated(FunctionArguments arguments, int part) {
        Slices slices = new Slices(arguments.number("records"), arguments.count("maps"));
        RecordGenerator generator = new RecordGenerator(arguments.number("seed"));
        CRC32C crc = new CRC32C();
        byte[] record = new byte[RECORD_BYTES];
        long checksum = 0;
        for (long i = slices.start(part); i < slices.start(part + 1); i++) {
            generator.generate(i, record, 0);
            checksum += Records.checksum(crc, record, 0);
        }
        return new Tally(slices.size(part), checksum);
    }
}
