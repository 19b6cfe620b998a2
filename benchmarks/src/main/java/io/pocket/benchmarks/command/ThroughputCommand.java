package io.pocket.benchmarks.command;

import io.pocket.benchmarks.contender.Values;
import io.pocket.benchmarks.throughput.Cell;
import io.pocket.benchmarks.throughput.Crowd;
import io.pocket.benchmarks.throughput.ThroughputGrid;
import io.pocket.cli.ByteCount;
import io.pocket.cli.demo.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench throughput}. */
@Command(
        name = "throughput",
        description = "Puts and gets by many clients at once, each one operation after the other. Up to "
                + Crowd.PROCESSES_MAX + " clients are processes of their own, more are threads of "
                + Crowd.PROCESSES_MAX + " processes. One DRAM node of 6 GiB; objects of all clients together take at"
                + " most 2 GiB, larger combinations are left out.")
final class ThroughputCommand implements Callable<Integer> {
    private static final long SIZE_BYTES_MAX = 64L << 20;
    private static final int CLIENTS_MAX = 256;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "4k,64k,1m,4m,64m",
            converter = ByteCount.class,
            description = "Sizes of objects, separated by commas: 16 to 64m (bytes, k, m). Default: ${DEFAULT-VALUE}")
    private List<Long> sizes = List.of();

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8,16,32,64",
            description = "Numbers of clients, separated by commas; beyond " + Crowd.PROCESSES_MAX
                    + " multiples of that. Default: ${DEFAULT-VALUE}")
    private List<Integer> clients = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Length of each measurement in seconds, after a warm-up of two and half a second for each process. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() {
        check();
        List<Cell> cells = ThroughputGrid.measure(
                sizes.stream().map(Math::toIntExact).toList(),
                clients,
                Duration.ofSeconds(seconds),
                Progress.of(command.commandLine()));
        PrintWriter out = command.commandLine().getOut();
        out.print(table(cells));
        out.flush();
        return 0;
    }

    private void check() {
        for (long size : sizes) {
            if (size < Values.SIZE_MIN || size > SIZE_BYTES_MAX) {
                throw bad("--size must be " + Values.SIZE_MIN + " to " + SIZE_BYTES_MAX + " bytes, not " + size);
            }
        }
        for (int number : clients) {
            boolean even = number <= Crowd.PROCESSES_MAX || number % Crowd.PROCESSES_MAX == 0;
            if (number < 1 || number > CLIENTS_MAX || !even) {
                throw bad("--clients must be 1 to " + CLIENTS_MAX + ", beyond " + Crowd.PROCESSES_MAX
                        + " a multiple of that, not " + number);
            }
        }
        if (seconds < 1 || seconds > 3_600) {
            throw bad("--seconds must be 1 to 3600, not " + seconds);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private static String table(List<Cell> cells) {
        TextTable table = new TextTable(1, "operation", "size", "clients", "MB/s", "ops/s", "p50 µs", "p99 µs");
        for (Cell cell : cells) {
            table.row(
                    cell.operation().name().toLowerCase(Locale.ROOT),
                    ByteCountText.of(cell.sizeBytes()),
                    Integer.toString(cell.clients()),
                    "%,.1f".formatted(cell.megabytesPerSecond()),
                    "%,.0f".formatted(cell.operationsPerSecond()),
                    "%,.1f".formatted(cell.latencies().percentileMicros(50)),
                    "%,.1f".formatted(cell.latencies().percentileMicros(99)));
        }
        return table.render();
    }
}
