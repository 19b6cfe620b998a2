package io.pocket.control.job;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * The quotas that a job or space asks for. Every component is optional: null means the controller's default.
 *
 * @param bytes on its nodes, copies and rounding included; never less than the capacity that is guaranteed
 * @param objects at once
 * @param inlineBytes bytes of small objects kept in the metadata
 * @param operationsPerSecond requests that its shards carry out; renewals of leases are free
 * @param connections of its clients to its shards; each of its nodes allows as many
 */
@Schema(description = "Upper bounds, kept by shards and nodes; everything left out is the controller's default")
record QuotaHints(
        @Min(1) @Max(MAX_FIGURE) Long bytes,
        @Min(1) @Max(MAX_FIGURE) Long objects,
        @Min(1) @Max(MAX_FIGURE) Long inlineBytes,
        @Min(1) Integer operationsPerSecond,
        @Min(1) Integer connections) {

    /** 2 to the 50th: a pebibyte, or as many objects. */
    static final long MAX_FIGURE = 1L << 50;

    static final QuotaHints NONE = new QuotaHints(null, null, null, null, null);
}
