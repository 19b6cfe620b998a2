package io.pocket.benchmarks.command;

import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.Worker;
import io.pocket.cli.ByteCount;
import io.pocket.cli.demo.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench latency}. */
@Command(
        name = "latency",
        description = {
            "One client, one operation at a time: put, get, lookup (metadata only), delete, list (100 names); each twice: as"
                    + " shipped, and with inline off (shard option --inline-limit=0), so that small objects live on the data"
                    + " node too.",
            "Without --rate the next operation begins when the last has ended, and the figures are service times. With it,"
                    + " operations are due at fixed times, and latency counts from when one was due."
        })
final class LatencyCommand implements Callable<Integer> {
    private static final long SIZE_BYTES_MAX = 64L << 20;
    private static final int LISTED = 100;
    private static final long CAPACITY_BYTES = 2L << 30;
    private static final long BYTES_OF_KEYS_MAX = 512L << 20;
    private static final int KEYS_MAX = 1_000;
    private static final long BYTES_MOVED = 16L << 30;
    private static final int OPERATIONS_MIN = 50;
    private static final int WARM_UP_MAX = 30_000;
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    @Spec
    private CommandSpec command;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "1k",
            converter = ByteCount.class,
            description = "Sizes of objects, separated by commas: 16 to 64m (bytes, k, m). Default: ${DEFAULT-VALUE}")
    private List<Long> sizes = List.of();

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Of each kind and size, after a warm-up; fewer if they would move more than 16 GiB."
                    + " Default: ${DEFAULT-VALUE}")
    private int operations;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Operations a second that are due, 0 for as fast as they go. Default: 0")
    private double ratePerSecond;

    @Option(names = "--no-inline-off", description = "Leave out the second column, with inline off")
    private boolean onlyShipped;

    @Override
    public Integer call() {
        check();
        PrintWriter out = command.commandLine().getOut();
        List<PocketBed> beds = new ArrayList<>();
        try (Worker worker = Worker.start(List.of())) {
            beds.add(PocketBed.start(1, CAPACITY_BYTES));
            if (!onlyShipped) {
                beds.add(PocketBed.startWithoutInline(CAPACITY_BYTES));
            }
            out.println(
                    ratePerSecond == 0
                            ? "closed loop: service times, microseconds"
                            : "open loop at %.0f/s: latencies from when an operation was due, microseconds"
                                    .formatted(ratePerSecond));
            out.print(table(beds, worker).render());
            out.flush();
            return 0;
        } finally {
            beds.forEach(PocketBed::close);
        }
    }

    private void check() {
        for (long size : sizes) {
            if (size < Values.SIZE_MIN || size > SIZE_BYTES_MAX) {
                throw bad("--size must be " + Values.SIZE_MIN + " to " + SIZE_BYTES_MAX + " bytes, not " + size);
            }
        }
        if (operations < 1) {
            throw bad("--operations must be at least 1, not " + operations);
        }
        if (!(ratePerSecond >= 0 && ratePerSecond <= 1e6)) {
            throw bad("--rate must be 0 to 1000000 a second, not " + ratePerSecond);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private TextTable table(List<PocketBed> beds, Worker worker) {
        TextTable table =
                new TextTable(3, "size", "operation", "inline", "p50", "p90", "p99", "p99.9", "max", "operations");
        for (long size : sizes) {
            for (Operation operation : Operation.values()) {
                if (operation == Operation.LIST && size != sizes.getFirst()) {
                    // A list is as long whatever the objects' size.
                    continue;
                }
                for (int i = 0; i < beds.size(); i++) {
                    Latencies latencies = measure(worker, beds.get(i), operation, Math.toIntExact(size));
                    table.row(line(size, operation, i == 0 ? "as shipped" : "off", latencies));
                }
            }
        }
        return table;
    }

    private Latencies measure(Worker worker, PocketBed bed, Operation operation, int sizeBytes) {
        int counted = Math.clamp(BYTES_MOVED / sizeBytes, OPERATIONS_MIN, operations);
        int warmUp = Math.min(counted, WARM_UP_MAX);
        worker.run(task(bed, operation, sizeBytes, warmUp, 0), DEADLINE);
        return Latencies.decode(worker.run(task(bed, operation, sizeBytes, counted, ratePerSecond), DEADLINE)
                .latencies());
    }

    private static Task task(PocketBed bed, Operation operation, int sizeBytes, int operations, double rate) {
        int keys = Math.clamp(BYTES_OF_KEYS_MAX / sizeBytes, 2, KEYS_MAX);
        int names = operation == Operation.LIST ? LISTED : keys;
        int size = operation == Operation.LIST ? Values.SIZE_MIN : sizeBytes;
        String bucket = operation.name().toLowerCase(Locale.ROOT) + "-" + size;
        return new Task.OneAtATime(
                ContenderKind.POCKET, bed.connectionString(), operation, bucket, names, size, 0, operations, rate);
    }

    private static String[] line(long size, Operation operation, String inline, Latencies latencies) {
        return new String[] {
            ByteCountText.of(size),
            operation.name().toLowerCase(Locale.ROOT),
            inline,
            micros(latencies.percentileMicros(50)),
            micros(latencies.percentileMicros(90)),
            micros(latencies.percentileMicros(99)),
            micros(latencies.percentileMicros(99.9)),
            micros(latencies.maxMicros()),
            Long.toString(latencies.count())
        };
    }

    private static String micros(double value) {
        return "%.1f".formatted(value);
    }
}
