package io.pocket.benchmarks;

import io.pocket.slab.ExtentAllocator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The slab allocator of a node in steady state: one chunk, drawn at random, is freed, and one of another size takes its
 * place. Sizes are spread evenly over the orders of magnitude from 5 KB to 4 MiB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AllocatorBenchmark {
    private static final long CAPACITY_BYTES = 1L << 30;
    private static final int UNIT_BYTES = 256;
    private static final double SMALLEST_BYTES = 5_000;
    private static final double LARGEST_BYTES = 4 << 20;

    /** A power of two, long enough that the allocator cannot learn the sequence. */
    private static final int DRAWS = 1 << 16;

    /** How full the slab is held: at 95 %, some requests find no run long enough. */
    @Param({"50", "80", "95"})
    public int fillPercent;

    private final long[] drawnLengths = new long[DRAWS];
    private final int[] drawnSlots = new int[DRAWS];
    private ExtentAllocator allocator;
    private long[] offsets;
    private long[] lengths;
    private int draw;

    @Setup(Level.Iteration)
    public void fill() {
        Random random = new Random(42);
        allocator = new ExtentAllocator(CAPACITY_BYTES, UNIT_BYTES);
        offsets = new long[DRAWS];
        lengths = new long[DRAWS];
        int chunks = 0;
        for (int i = 0; i < DRAWS; i++) {
            drawnLengths[i] = length(random);
        }
        while (allocator.usedBytes() < CAPACITY_BYTES / 100 * fillPercent) {
            lengths[chunks] = drawnLengths[chunks];
            offsets[chunks] = allocator.allocate(lengths[chunks]);
            chunks++;
        }
        for (int i = 0; i < DRAWS; i++) {
            drawnSlots[i] = random.nextInt(chunks);
        }
    }

    private static long length(Random random) {
        return Math.round(SMALLEST_BYTES * Math.pow(LARGEST_BYTES / SMALLEST_BYTES, random.nextDouble()));
    }

    @Benchmark
    public long freeAndAllocate() {
        draw = (draw + 1) & (DRAWS - 1);
        int slot = drawnSlots[draw];
        if (offsets[slot] != ExtentAllocator.FULL) {
            allocator.free(offsets[slot], lengths[slot]);
        }
        lengths[slot] = drawnLengths[DRAWS - 1 - draw];
        offsets[slot] = allocator.allocate(lengths[slot]);
        return offsets[slot];
    }
}
