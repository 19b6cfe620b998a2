package io.pocket.client;

import java.time.Duration;
import java.util.List;

/**
 * A space to be created, for data that outlive the job that puts them. It lives until it is deleted; its objects end by their time to
 * live. Hints and quotas are as those of a {@link JobRequest}. Immutable; each method makes a changed copy.
 */
public final class SpaceRequest {
    private final JsonMembers space;
    private final JsonMembers hints;
    private final JsonMembers quotas;

    private SpaceRequest(JsonMembers space, JsonMembers hints, JsonMembers quotas) {
        this.space = space;
        this.hints = hints;
        this.quotas = quotas;
    }

    /**
     * A space of this name.
     *
     * @param defaultTtl of objects put without one into a bucket without one; at least a second
     */
    public static SpaceRequest named(String name, Duration defaultTtl) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a space needs a name");
        }
        JsonMembers space = JsonMembers.NONE
                .with("name", Json.quote(name))
                .withPositive("defaultTtlSeconds", defaultTtl.toSeconds());
        return new SpaceRequest(space, JsonMembers.NONE, JsonMembers.NONE);
    }

    /** Bytes that the space holds at its peak, at least 1. */
    public SpaceRequest capacityBytes(long bytes) {
        return new SpaceRequest(space, hints.withPositive("capacityBytes", bytes), quotas);
    }

    /** Tiers in the order in which they are filled: {@code dram}, {@code nvme}, {@code ssd}, {@code hdd}. */
    public SpaceRequest tiers(String... labels) {
        return new SpaceRequest(space, hints.withTexts("tiers", List.of(labels)), quotas);
    }

    /** Copies of each chunk, on distinct machines, at least 1. */
    public SpaceRequest replicas(int count) {
        return new SpaceRequest(space, hints.withPositive("replicas", count), quotas);
    }

    /** Most bytes on nodes, copies and rounding included; at least 1. */
    public SpaceRequest quotaBytes(long bytes) {
        return withQuotas(quotas.withPositive("bytes", bytes));
    }

    /** Most objects at once, at least 1. */
    public SpaceRequest quotaObjects(long objects) {
        return withQuotas(quotas.withPositive("objects", objects));
    }

    /** Most bytes of small objects kept in the metadata, at least 1; objects beyond are written to nodes. */
    public SpaceRequest quotaInlineBytes(long bytes) {
        return withQuotas(quotas.withPositive("inlineBytes", bytes));
    }

    /** Most requests that shards carry out in a second for all jobs that opened the space, at least 1. */
    public SpaceRequest quotaOperationsPerSecond(int operations) {
        return withQuotas(quotas.withPositive("operationsPerSecond", operations));
    }

    /** Most client connections, of all jobs that opened the space, to its shards, and to each of its nodes; at least 1. */
    public SpaceRequest quotaConnections(int connections) {
        return withQuotas(quotas.withPositive("connections", connections));
    }

    private SpaceRequest withQuotas(JsonMembers changed) {
        return new SpaceRequest(space, hints, changed);
    }

    String toJson() {
        return quotas.addTo(hints.addTo(space, "hints"), "quotas").toJson();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
