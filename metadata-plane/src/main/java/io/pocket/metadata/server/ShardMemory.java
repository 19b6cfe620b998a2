package io.pocket.metadata.server;

import io.pocket.server.memory.MemoryBound;

/**
 * The most memory that a shard takes, beside what every Java process does.
 *
 * <pre>
 *   journal  three segments: the one that is written to, the next one, and one that is full and being unmapped
 * </pre>
 *
 * <p>Records, inline bytes and buffers of connections and snapshots are direct memory. Records and inline bytes refuse more than their limits, so
 * the JVM's limit must be above both, with {@value #BUFFERS_MEBIBYTES} MiB for buffers.
 */
final class ShardMemory {
    private static final String DIRECT = "direct";
    private static final int SEGMENTS_MAPPED = 3;
    private static final int BUFFERS_MEBIBYTES = 64;

    private ShardMemory() {}

    /** @throws IllegalStateException if the JVM may not take what the settings promise; the message says what to change */
    static MemoryBound bound(ShardSettings settings) {
        MemoryBound jvm = MemoryBound.ofJvm();
        requireDirect(
                settings,
                jvm.parts().stream()
                        .filter(part -> part.name().equals(DIRECT))
                        .mapToLong(MemoryBound.Part::bytes)
                        .sum());
        return jvm.with("journal", (long) SEGMENTS_MAPPED * settings.segmentBytes());
    }

    static void requireDirect(ShardSettings settings, long directBytes) {
        long needed = settings.recordMemory() + settings.inlineCapacity() + ((long) BUFFERS_MEBIBYTES << 20);
        if (directBytes < needed) {
            throw new IllegalStateException("--record-memory, --inline-capacity and " + BUFFERS_MEBIBYTES
                    + " MiB of buffers are " + needed + " bytes of direct memory, the JVM may take " + directBytes
                    + ": start it with -XX:MaxDirectMemorySize=" + ((needed + (1 << 20) - 1) >> 20)
                    + "m, or lower them");
        }
    }
}
