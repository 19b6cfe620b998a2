package io.pocket.benchmarks.compare;

import io.pocket.benchmarks.bed.PocketBed;
import io.pocket.benchmarks.bed.ThreadAllocation;
import io.pocket.benchmarks.stats.Median;
import io.pocket.benchmarks.worker.Task;
import io.pocket.benchmarks.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Bytes that the threads of a live data node allocate for each READ and WRITE of 1 KB. Chunks are written and read by raw frames,
 * then freed; what freeing allocates is not counted, whatever else the node does meanwhile is.
 */
final class AllocationStage implements Stage {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long CAPACITY_BYTES = 1L << 30;
    private static final int SIZE_BYTES = 1 << 10;
    private static final int CHUNKS = 10_000;

    /** 200,000 operations, until the node's code is compiled by C2. */
    private static final int WARM_UP = 10;

    /** A million operations. */
    private static final int CYCLES = 50;

    private static final int QUICK_CYCLES = 10;

    @Override
    public Set<Measure> measures() {
        return EnumSet.of(Measure.ALLOC_BYTES_PER_OP);
    }

    @Override
    public void run(Set<Measure> wanted, ComparisonSettings settings, Findings findings) {
        settings.progress().accept("allocation of the data node");
        try (PocketBed pocket = PocketBed.start(1, CAPACITY_BYTES);
                Worker worker = Worker.start(List.of());
                ThreadAllocation node = ThreadAllocation.of(pocket.pid(PocketBed.NODE))) {
            for (int i = 0; i < WARM_UP; i++) {
                cycle(pocket, worker, node);
            }
            List<Double> perOperation = new ArrayList<>();
            int cycles = settings.quick() ? QUICK_CYCLES : CYCLES;
            for (int i = 0; i < cycles; i++) {
                perOperation.add(cycle(pocket, worker, node));
            }
            double mean =
                    perOperation.stream().mapToDouble(each -> each).average().orElseThrow();
            findings.found(Measure.ALLOC_BYTES_PER_OP, mean);
            findings.detail("alloc_bytes_per_op_operations", 2L * CHUNKS * cycles);
            findings.detail("alloc_bytes_per_op_median_of_20000", Median.of(perOperation));
        }
    }

    private static double cycle(PocketBed pocket, Worker worker, ThreadAllocation node) {
        node.bytesSinceLast();
        worker.run(new Task.Chunks(pocket.connectionString(), SIZE_BYTES, CHUNKS, false), DEADLINE);
        long bytes = node.bytesSinceLast();
        worker.run(new Task.Chunks(pocket.connectionString(), SIZE_BYTES, CHUNKS, true), DEADLINE);
        return bytes / (2.0 * CHUNKS);
    }
}
