package io.pocket.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job to be registered: a name, and hints that let the controller size it. Every hint is optional; what is missing the controller
 * derives. Quotas are upper bounds that shards and nodes keep. Immutable; each method makes a changed copy.
 */
public final class JobRequest {
    private final String name;
    private final JsonMembers hints;
    private final JsonMembers quotas;
    private final JsonMembers terms;
    private final List<String> spaces;

    private JobRequest(String name, JsonMembers hints, JsonMembers quotas, JsonMembers terms, List<String> spaces) {
        this.name = name;
        this.hints = hints;
        this.quotas = quotas;
        this.terms = terms;
        this.spaces = spaces;
    }

    public static JobRequest named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a job needs a name");
        }
        return new JobRequest(name, JsonMembers.NONE, JsonMembers.NONE, JsonMembers.NONE, List.of());
    }

    /** Functions that run at the same time, at least 1. */
    public JobRequest functions(int count) {
        return withHints(hints.withPositive("functions", count));
    }

    /** Bytes that the job holds at its peak, at least 1. */
    public JobRequest capacityBytes(long bytes) {
        return withHints(hints.withPositive("capacityBytes", bytes));
    }

    /** Bits a second that all functions together move at their peak, at least 1. */
    public JobRequest peakBandwidthBitsPerSecond(long bits) {
        return withHints(hints.withPositive("peakBandwidthBitsPerSecond", bits));
    }

    /** Whether latency matters more than cost. */
    public JobRequest latencySensitive(boolean sensitive) {
        return withHints(hints.with("latencySensitive", String.valueOf(sensitive)));
    }

    /** Tiers in the order in which they are filled: {@code dram}, {@code nvme}, {@code ssd}, {@code hdd}. */
    public JobRequest tiers(String... labels) {
        return withHints(hints.withTexts("tiers", List.of(labels)));
    }

    /** After this the job may be deregistered without being asked; at least a second. */
    public JobRequest lifetime(Duration lifetime) {
        return withHints(hints.withPositive("lifetimeSeconds", lifetime.toSeconds()));
    }

    /** Copies of each chunk, on distinct machines, at least 1. */
    public JobRequest replicas(int count) {
        return withHints(hints.withPositive("replicas", count));
    }

    /** Most metadata shards that the job's buckets are spread over, at least 1. */
    public JobRequest shards(int count) {
        return withHints(hints.withPositive("shards", count));
    }

    /** Most bytes on the job's nodes, copies and rounding included; at least 1. */
    public JobRequest quotaBytes(long bytes) {
        return withQuotas(quotas.withPositive("bytes", bytes));
    }

    /** Most objects at once, at least 1. */
    public JobRequest quotaObjects(long objects) {
        return withQuotas(quotas.withPositive("objects", objects));
    }

    /** Most bytes of small objects kept in the metadata, at least 1; objects beyond are written to nodes. */
    public JobRequest quotaInlineBytes(long bytes) {
        return withQuotas(quotas.withPositive("inlineBytes", bytes));
    }

    /** Most requests that the job's shards carry out in a second, at least 1; what comes faster waits. */
    public JobRequest quotaOperationsPerSecond(int operations) {
        return withQuotas(quotas.withPositive("operationsPerSecond", operations));
    }

    /** Most connections of the job's clients to its shards, and to each of its nodes; at least 1. */
    public JobRequest quotaConnections(int connections) {
        return withQuotas(quotas.withPositive("connections", connections));
    }

    /** Time to live of objects put without one into a bucket without one; at least a second. */
    public JobRequest defaultTtl(Duration ttl) {
        return new JobRequest(name, hints, quotas, terms.withPositive("defaultTtlSeconds", ttl.toSeconds()), spaces);
    }

    /** Spaces that the job's functions may use: see {@link JobTicket#space}. */
    public JobRequest openSpaces(String... names) {
        List<String> all = new ArrayList<>(spaces);
        all.addAll(List.of(names));
        List<String> distinct = all.stream().distinct().toList();
        return new JobRequest(name, hints, quotas, terms.withTexts("spaces", distinct), distinct);
    }

    private JobRequest withHints(JsonMembers changed) {
        return new JobRequest(name, changed, quotas, terms, spaces);
    }

    private JobRequest withQuotas(JsonMembers changed) {
        return new JobRequest(name, hints, changed, terms, spaces);
    }

    List<String> spaces() {
        return spaces;
    }

    String toJson() {
        JsonMembers job = JsonMembers.NONE.with("name", Json.quote(name)).with("hints", hints.toJson());
        return terms.appendTo(quotas.addTo(job, "quotas")).toJson();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
