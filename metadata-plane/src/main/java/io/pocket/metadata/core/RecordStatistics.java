package io.pocket.metadata.core;

import io.pocket.metadata.core.table.RecordHeap;

/**
 * What a shard's records take.
 *
 * @param slots records and nodes of their indexes
 * @param usedBytes of these
 * @param heldBytes of the pages in which these lie: much more, if few survived of many
 * @param takenBytes of memory, which is kept once it was taken
 * @param freeBytes of pages that objects of any size may use
 * @param garbage objects that no name leads to any more and that are not given back yet
 */
public record RecordStatistics(
        long slots, long usedBytes, long heldBytes, long takenBytes, long freeBytes, long garbage) {
    static RecordStatistics of(ShardState state) {
        RecordHeap heap = state.table().heap();
        return new RecordStatistics(
                heap.slots(),
                heap.usedBytes(),
                heap.heldBytes(),
                heap.takenBytes(),
                heap.freeBytes(),
                state.garbage().objects());
    }
}
