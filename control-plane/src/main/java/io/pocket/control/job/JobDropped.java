package io.pocket.control.job;

import java.time.Instant;
import java.util.List;

/**
 * A job has ended.
 *
 * @param tombstoneUntil until then it is remembered as dropped, because its tokens may be valid
 * @param complete everybody has acknowledged; otherwise those missing are told as soon as they answer
 */
record JobDropped(
        String id, long number, Instant tombstoneUntil, boolean complete, List<Acknowledgement> acknowledgements) {

    /**
     * One peer's answer.
     *
     * @param peer such as {@code node 1}
     * @param objects freed objects on a shard, chunks on a node
     * @param problem why it has not acknowledged; empty if it has
     */
    record Acknowledgement(String peer, boolean acknowledged, long objects, long bytes, String problem) {}
}
