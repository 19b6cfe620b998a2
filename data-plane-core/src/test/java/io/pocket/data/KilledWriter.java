package io.pocket.data;

import io.pocket.slab.ExtentAllocator;
import io.pocket.slab.MappedRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Puts and clears chunks for ever; {@link MappedIndexLogKillTest} runs it as a process and kills it. */
final class KilledWriter {

    static final int SLOTS = 64;
    static final int UNIT = 1024;
    static final long CAPACITY = 256L * UNIT;

    private KilledWriter() {}

    public static void main(String[] args) throws IOException {
        try (MappedIndexLog log = open(Path.of(args[0]), 1)) {
            run(log, new Random(Long.parseLong(args[1])));
        }
    }

    static MappedIndexLog open(Path file, long newIncarnation) throws IOException {
        MappedRegion region = MappedRegion.open(file, MappedIndexLog.sizeBytes(SLOTS));
        return MappedIndexLog.open(region, CAPACITY, UNIT, SLOTS, newIncarnation);
    }

    private static void run(MappedIndexLog log, Random random) {
        ExtentAllocator space = new ExtentAllocator(CAPACITY, UNIT);
        long[] extents = new long[SLOTS];
        int[] lengths = new int[SLOTS];
        for (int sequence = 0; ; sequence++) {
            if (sequence == 100_000) {
                System.out.println("busy");
            }
            int slot = random.nextInt(SLOTS);
            if (lengths[slot] != 0) {
                log.clear(slot);
                space.free(extents[slot], lengths[slot]);
                lengths[slot] = 0;
                continue;
            }
            int length = 1 + random.nextInt(8 * UNIT);
            long extent = space.allocate(length);
            if (extent != ExtentAllocator.FULL) {
                extents[slot] = extent;
                lengths[slot] = length;
                log.put(slot, ~extent, sequence, extent ^ length, extent, length);
            }
        }
    }
}
