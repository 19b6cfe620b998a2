package io.pocket.benchmarks.command;

import io.pocket.benchmarks.metadata.ManyObjects.ShardSize;
import io.pocket.cli.ByteCount;
import io.pocket.cli.cluster.JvmMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How large a shard of very many objects is; everything else is as shipped. */
final class ShardSizeOptions {
    private static final long HEAP_BYTES_BASE = 160L << 20;
    private static final long HEAP_BYTES_PER_OBJECT = 8;
    private static final long RECORD_BYTES_PER_OBJECT = 140;
    private static final long RECORD_BYTES_MIN = 128L << 20;
    private static final long LOG_BYTES_PER_OBJECT = 600;
    private static final long LOG_BYTES_MIN = 512L << 20;
    private static final int OTHER_DIRECT_MEBIBYTES = 192;
    private static final int METASPACE_MEBIBYTES = 64;
    private static final int CODE_MEBIBYTES = 48;

    @Option(
            names = "--shard-heap",
            paramLabel = "SIZE",
            converter = ByteCount.class,
            description = "With --objects: the shard's Java heap. Default: 160m and 8 bytes for each object")
    private Optional<Long> heap = Optional.empty();

    @Option(
            names = "--shard-arg",
            paramLabel = "NAME=VALUE",
            description =
                    "With --objects: a further option of the shard, such as --shard-arg=--log-capacity=8g. Repeatable")
    private List<String> arguments = List.of();

    /** The size for so many objects. */
    ShardSize of(int objects) {
        long heapBytes = heap.orElse(HEAP_BYTES_BASE + objects * HEAP_BYTES_PER_OBJECT);
        List<String> all = new ArrayList<>();
        all.add("--log-capacity=" + Math.max(LOG_BYTES_MIN, objects * LOG_BYTES_PER_OBJECT));
        long recordBytes = Math.max(RECORD_BYTES_MIN, objects * RECORD_BYTES_PER_OBJECT);
        all.add("--record-memory=" + recordBytes);
        all.addAll(arguments);
        JvmMemory memory = new JvmMemory(
                mebibytes(heapBytes),
                OTHER_DIRECT_MEBIBYTES + mebibytes(recordBytes),
                METASPACE_MEBIBYTES,
                CODE_MEBIBYTES);
        return new ShardSize(memory, List.copyOf(all));
    }

    private static int mebibytes(long bytes) {
        return Math.toIntExact((bytes >> 20) + 1);
    }
}
