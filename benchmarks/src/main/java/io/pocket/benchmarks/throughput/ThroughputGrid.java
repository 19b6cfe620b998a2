package io.pocket.benchmarks.throughput;

import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.worker.Operation;
import io.pocket.client.JobTicket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts and gets of every size by every number of clients, on one cluster; a job of its own for each size and number. */
public final class ThroughputGrid {
    /** All objects of all clients together, so that twice as much (a put keeps the old object until it ends) fits on a node. */
    private static final long BYTES_MAX = 2L << 30;

    private static final long CAPACITY_BYTES = 6L << 30;
    private static final int KEYS_MAX = 50;

    private ThroughputGrid() {}

    /** Measures; combinations whose objects would not fit are left out, and told to {@code progress}. */
    public static List<Cell> measure(
            List<Integer> sizes, List<Integer> clients, Duration time, Consumer<String> progress) {
        List<Cell> cells = new ArrayList<>();
        try (PocketBed pocket = PocketBed.start(1, CAPACITY_BYTES)) {
            for (int number : clients) {
                try (Crowd crowd = Crowd.start(number)) {
                    progress.accept(number + " clients, warming up");
                    // Not kept: all the processes compile at the same time.
                    cells(pocket, crowd, number, sizes.getFirst(), time, progress);
                    for (int size : sizes) {
                        progress.accept(number + " clients, " + size + " bytes");
                        cells.addAll(cells(pocket, crowd, number, size, time, progress));
                    }
                }
            }
        }
        return cells;
    }

    private static List<Cell> cells(
            PocketBed pocket, Crowd crowd, int clients, int size, Duration time, Consumer<String> progress) {
        int keys = (int) Math.min(BYTES_MAX / ((long) clients * size), KEYS_MAX);
        if (keys == 0) {
            progress.accept("left out: " + clients + " clients × " + size + " bytes exceed " + BYTES_MAX);
            return List.of();
        }
        JobTicket job = pocket.register("throughput");
        try {
            String address = job.connectionString();
            crowd.fill(address, size, keys);
            return List.of(
                    crowd.measure(address, Operation.PUT, size, keys, time),
                    crowd.measure(address, Operation.GET, size, keys, time));
        } finally {
            pocket.deregister(job);
        }
    }
}
