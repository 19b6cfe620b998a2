package io.pocket.control.cluster;

import java.time.Instant;

/**
 * What is left of a dropped job.
 *
 * @param until end of the job's last token, with an allowance for clocks that differ
 */
public record Tombstone(long job, Instant until) {}
