package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RecordHeap;

/**
 * What a shard's records take.
 *
 * @param slots records and nodes of their indexes
 * @param usedBytes of these
 * @param takenBytes of memory, which is kept once it was taken
 * @param freeBytes that more objects may use, 0 when all is in use
 * @param garbage objects that no name leads to any more and that are not given back yet
 */
public record RecordStatistics(long slots, long usedBytes, long takenBytes, long freeBytes, long garbage) {
    static RecordStatistics of(ShardState state) {
        RecordHeap heap = state.table().heap();
        return new RecordStatistics(
                heap.slots(),
                heap.usedBytes(),
                heap.takenBytes(),
                Math.max(0, heap.capacityBytes() - heap.usedBytes()),
                state.garbage().objects());
    }
}
