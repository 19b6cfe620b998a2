package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.contender.ContenderKind;
import io.pocket.benchmarks.stats.Latencies;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.TaskResult;
import io.pocket.benchmarks.worker.Worker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures rows of one place in rounds: in each round every row, in each row one contender after the other, so that what disturbs
 * the machine for a while disturbs all of them.
 */
final class Rounds {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int LOAD_WARM_UP_MILLIS = 4_000;
    private static final int LOAD_ROUND_WARM_UP_MILLIS = 300;

    /** In each round, one operation for so many that are timed. */
    private static final int WARM_UP_SHARE = 10;

    /** So many operations of each contender before any is measured, so that none is timed in half-compiled code. */
    private static final int QUICK_WARM_UP_SHARE = 2;

    private final List<Row> rows;
    private final Map<ContenderKind, String> addresses;
    private final Worker client;
    private final Worker driver;
    private final boolean quick;

    /**
     * Rows with the processes that they need.
     *
     * @param addresses of the contenders that run; others are left out
     * @param client measures one at a time
     * @param driver makes load
     */
    Rounds(List<Row> rows, Map<ContenderKind, String> addresses, Worker client, Worker driver, boolean quick) {
        this.rows = rows;
        this.addresses = addresses;
        this.client = client;
        this.driver = driver;
        this.quick = quick;
    }

    /** Warms everything up, measures, and reads all values once more, every byte. */
    void run(int rounds, Samples samples, Consumer<String> progress) {
        for (Row row : rows) {
            progress.accept("warming up: " + row.title());
            contenders(row).forEach(contender -> warmUp(row, contender));
        }
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds);
            for (Row row : rows) {
                contenders(row).forEach(contender -> samples.add(row.id(), contender, measure(row, contender)));
            }
        }
        progress.accept("checking every byte");
        rows.forEach(row -> contenders(row).forEach(contender -> verify(row, contender)));
    }

    private List<ContenderKind> contenders(Row row) {
        return row.contenders().stream().filter(addresses::containsKey).toList();
    }

    private void warmUp(Row row, ContenderKind contender) {
        if (row.shape().isLoad()) {
            // Puts the values too.
            client.run(oneAtATime(row, contender, Operation.PUT, row.keys()), DEADLINE);
            int millis = quick ? LOAD_WARM_UP_MILLIS / QUICK_WARM_UP_SHARE : LOAD_WARM_UP_MILLIS;
            driver.run(load(row, contender, 0, millis), DEADLINE);
        } else {
            int operations = quick ? row.warmUp() / QUICK_WARM_UP_SHARE : row.warmUp();
            client.run(oneAtATime(row, contender, row.operation(), operations), DEADLINE);
        }
    }

    private Map<Statistic, Double> measure(Row row, ContenderKind contender) {
        int amount = row.operations(quick);
        if (row.shape().isLoad()) {
            return figures(row, driver.run(load(row, contender, LOAD_ROUND_WARM_UP_MILLIS, amount), DEADLINE));
        }
        return figures(row, client.run(oneAtATime(row, contender, row.operation(), amount), DEADLINE));
    }

    /** The bare socket holds nothing but the last value. */
    private void verify(Row row, ContenderKind contender) {
        if (contender != ContenderKind.SOCKET) {
            client.run(
                    new Task.Verify(
                            contender, addresses.get(contender), row.id(), keys(row, contender), row.sizeBytes()),
                    DEADLINE);
        }
    }

    private Task oneAtATime(Row row, ContenderKind contender, Operation operation, int operations) {
        return new Task.OneAtATime(
                contender,
                addresses.get(contender),
                operation,
                row.id(),
                keys(row, contender),
                row.sizeBytes(),
                Math.ceilDiv(operations, WARM_UP_SHARE),
                Math.max(operations, keys(row, contender)),
                0);
    }

    private Task load(Row row, ContenderKind contender, int warmUpMillis, int millis) {
        return new Task.Saturate(
                contender,
                addresses.get(contender),
                row.id(),
                row.keys(),
                row.sizeBytes(),
                row.shape().connections(),
                row.shape().depth(),
                warmUpMillis,
                millis);
    }

    private static int keys(Row row, ContenderKind contender) {
        return contender == ContenderKind.SOCKET ? 1 : row.keys();
    }

    private static Map<Statistic, Double> figures(Row row, TaskResult result) {
        Map<Statistic, Double> figures = new EnumMap<>(Statistic.class);
        double perSecond = result.operations() * 1e9 / result.nanos();
        figures.put(Statistic.OPS_PER_SECOND, perSecond);
        figures.put(Statistic.MB_PER_SECOND, perSecond * row.sizeBytes() / 1e6);
        if (row.shape().isLoad()) {
            figures.put(Statistic.DRIVER_CPU_SHARE, result.cpuShare());
        }
        if (result.latencies() != null) {
            Latencies latencies = Latencies.decode(result.latencies());
            figures.put(Statistic.P50_MICROS, latencies.percentileMicros(50));
            figures.put(Statistic.P90_MICROS, latencies.percentileMicros(90));
            figures.put(Statistic.P99_MICROS, latencies.percentileMicros(99));
            figures.put(Statistic.P999_MICROS, latencies.percentileMicros(99.9));
            figures.put(Statistic.MAX_MICROS, latencies.maxMicros());
        }
        return figures;
    }
}
