package io.pocket.data.jvm;

import io.pocket.data.MappedIndexLog;
import io.pocket.protocol.Tier;
import io.pocket.server.memory.MemoryBound;
import java.util.Map;
import java.util.Optional;

/**
 * The most memory that a node takes, beside what every Java process does.
 *
 * <pre>
 *   slab     DRAM: all of the capacity, in pages of the memory file system, which are mapped here. On a disk nothing: the
 *            file is not mapped, and direct I/O leaves nothing in the page cache
 *   index    a slot for each of the most chunks, mapped; on a disk these pages are page cache
 *   staging  on a disk: bytes on their way to and from it, and those read ahead
 *   others   what a medium of another module says
 * </pre>
 *
 * <p>Tables of the allocator and of the index are in the heap, buffers of connections in direct memory: both refuse more
 * than their limit.
 */
final class NodeMemory {

    private NodeMemory() {}

    static MemoryBound bound(NodeSettings settings, Optional<BroughtMedium> brought) {
        boolean inMemory = settings.tier() == Tier.DRAM;
        MemoryBound own = MemoryBound.ofJvm()
                .with("slab", inMemory ? settings.capacityBytes() : 0)
                .with("index", MappedIndexLog.sizeBytes(settings.chunksMax()))
                .with("staging", brought.isPresent() ? 0 : stagingBytes(settings));
        MemoryBound all = own;
        for (Map.Entry<String, Long> part :
                brought.map(BroughtMedium::memoryBytes).orElse(Map.of()).entrySet()) {
            all = all.with(part.getKey(), part.getValue());
        }
        return all;
    }

    private static long stagingBytes(NodeSettings settings) {
        return switch (settings.tier()) {
            case DRAM -> 0;
            case HDD -> (long) settings.hdd().stagingBytes() + settings.hdd().readAheadBytes();
            default -> settings.disk().stagingBytes();
        };
    }
}
