package io.pocket.metadata.server;

import io.pocket.server.memory.MemoryBound;

/**
 * The most memory that a shard takes, beside what every Java process does.
 *
 * <pre>
 *   journal  all of its capacity: segments stay mapped until a snapshot has made them needless. Their pages are page cache,
 *            which the kernel takes back when it needs to
 * </pre>
 *
 * <p>Records are in the heap; inline bytes and buffers of connections in direct memory, so its limit must exceed the inline
 * capacity. Both refuse more than their limit.
 */
final class ShardMemory {

    private ShardMemory() {}

    static MemoryBound bound(ShardSettings settings) {
        return MemoryBound.ofJvm().with("journal", settings.logCapacity());
    }
}
