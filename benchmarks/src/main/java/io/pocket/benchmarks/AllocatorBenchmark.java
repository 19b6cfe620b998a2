package io.pocket.benchmarks;

import io.pocket.slab.ExtentAllocator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The slab allocator in steady state: one extent, drawn at random, is freed, and one of another size takes its place. Sizes are spread evenly
 * over the orders of magnitude: chunks of a node from 5 KB to 4 MiB, inline objects of a shard from 64 bytes to 4 KiB. Before the first
 * measurement so many have been replaced that the order of the first fill is gone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AllocatorBenchmark {
    /** A power of two, long enough that the allocator cannot learn the sequence. */
    private static final int DRAWS = 1 << 18;

    /** Who allocates what. */
    public enum Use {
        CHUNKS(1L << 30, 256, 5_000, 4 << 20),
        INLINE(64L << 20, 64, 64, 4 << 10);

        private final long capacityBytes;
        private final int unitBytes;
        private final double smallestBytes;
        private final double largestBytes;

        Use(long capacityBytes, int unitBytes, double smallestBytes, double largestBytes) {
            this.capacityBytes = capacityBytes;
            this.unitBytes = unitBytes;
            this.smallestBytes = smallestBytes;
            this.largestBytes = largestBytes;
        }

        private long drawLength(Random random) {
            return Math.round(smallestBytes * Math.pow(largestBytes / smallestBytes, random.nextDouble()));
        }
    }

    @Param
    public Use use;

    /** How full the slab is held: at 95 %, some requests find no run long enough. */
    @Param({"50", "80", "95"})
    public int fillPercent;

    private final long[] drawnLengths = new long[DRAWS];
    private final int[] drawnSlots = new int[DRAWS];
    private final long[] offsets = new long[DRAWS];
    private final long[] lengths = new long[DRAWS];
    private ExtentAllocator allocator;
    private int draw;

    @Setup
    public void fillAndChurn() {
        Random random = new Random(42);
        allocator = new ExtentAllocator(use.capacityBytes, use.unitBytes);
        for (int i = 0; i < DRAWS; i++) {
            drawnLengths[i] = use.drawLength(random);
        }
        int extents = 0;
        while (allocator.usedBytes() < use.capacityBytes / 100 * fillPercent) {
            lengths[extents] = drawnLengths[extents];
            offsets[extents] = allocator.allocate(lengths[extents]);
            extents++;
        }
        for (int i = 0; i < DRAWS; i++) {
            drawnSlots[i] = random.nextInt(extents);
        }
        for (int i = 0; i < DRAWS; i++) {
            freeAndAllocate();
        }
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
