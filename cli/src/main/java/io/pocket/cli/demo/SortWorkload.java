package io.pocket.cli.demo;

import io.pocket.cli.function.Exchange;
import io.pocket.cli.function.sort.Records;
import io.pocket.cli.function.sort.SortMap;
import io.pocket.cli.function.sort.SortReduce;
import io.pocket.cli.function.sort.SortVerify;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sort of generated records: as many mappers as reducers and verifiers. */
record SortWorkload(int functions, long records, long seed) implements Workload {

    /** JVM and client beside the records. */
    private static final int BASE_MEBIBYTES = 24;

    /** Uniform keys leave the largest partition within 25 % of the mean, or 1 MiB for the smallest ones. */
    private static final double PARTITION_SLACK = 1.25;

    /** Larger objects are never inline, whatever the shards' limit. */
    private static final long INLINE_BYTES_MAX = 64 << 10;

    @Override
    public String name() {
        return "sort";
    }

    @Override
    public String description() {
        return "%,d records of %d bytes, %,d bytes".formatted(records, Records.RECORD_BYTES, dataBytes());
    }

    @Override
    public long capacityBytes() {
        return Math.max(1, 2 * dataBytes());
    }

    @Override
    public long heldBytes() {
        long meanObjectBytes = dataBytes() / ((long) functions * functions);
        return meanObjectBytes > 2 * INLINE_BYTES_MAX ? 2 * dataBytes() : 0;
    }

    @Override
    public List<Stage> stages() {
        return List.of(
                stage(
                        "map",
                        SortMap.KIND,
                        part -> List.of(
                                "seed=" + seed,
                                "records=" + records,
                                "maps=" + functions,
                                "reduces=" + functions,
                                "part=" + part)),
                stage("reduce", SortReduce.KIND, part -> List.of("maps=" + functions, "part=" + part)),
                stage(
                        "verify",
                        SortVerify.KIND,
                        part -> List.of("seed=" + seed, "records=" + records, "maps=" + functions, "part=" + part)));
    }

    @Override
    public String verdict(Exchange exchange) {
        return "%,d records in order, none lost, none changed".formatted(SortVerify.judge(exchange, functions));
    }

    /** A reducer holds its partition twice; a mapper its slice, a partition and the order, which is less. */
    int heapMebibytes() {
        long partitionBytes = (long) (PARTITION_SLACK * dataBytes() / functions) + (1 << 20);
        return BASE_MEBIBYTES + (int) ((2 * partitionBytes) >> 20);
    }

    private long dataBytes() {
        return records * Records.RECORD_BYTES;
    }

    private Stage stage(String stage, String kind, IntFunction<List<String>> arguments) {
        return new Stage(
                stage,
                IntStream.range(0, functions)
                        .mapToObj(part ->
                                new FunctionCall(kind + "-" + part, kind, arguments.apply(part), heapMebibytes(), true))
                        .toList());
    }
}
