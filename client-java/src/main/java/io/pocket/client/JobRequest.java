package io.pocket.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job to be registered: a name, and hints that let the controller size it. Every hint is optional; what is missing the controller
 * derives. Immutable; each method makes a changed copy.
 */
public final class JobRequest {
    private final String name;
    /** Members of the JSON object {@code hints}, in the order in which they were given. */
    private final List<String> hints;

    private JobRequest(String name, List<String> hints) {
        this.name = name;
        this.hints = hints;
    }

    public static JobRequest named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a job needs a name");
        }
        return new JobRequest(name, List.of());
    }

    /** Functions that run at the same time, at least 1. */
    public JobRequest functions(int count) {
        return withPositive("functions", count);
    }

    /** Bytes that the job holds at its peak, at least 1. */
    public JobRequest capacityBytes(long bytes) {
        return withPositive("capacityBytes", bytes);
    }

    /** Bits a second that all functions together move at their peak, at least 1. */
    public JobRequest peakBandwidthBitsPerSecond(long bits) {
        return withPositive("peakBandwidthBitsPerSecond", bits);
    }

    /** Whether latency matters more than cost. */
    public JobRequest latencySensitive(boolean sensitive) {
        return with("latencySensitive", String.valueOf(sensitive));
    }

    /** Tiers in the order in which they are filled: {@code dram}, {@code nvme}, {@code ssd}, {@code hdd}. */
    public JobRequest tiers(String... labels) {
        List<String> quoted = new ArrayList<>();
        for (String label : labels) {
            quoted.add(Json.quote(label));
        }
        return with("tiers", "[" + String.join(",", quoted) + "]");
    }

    /** After this the job may be deregistered without being asked; at least a second. */
    public JobRequest lifetime(Duration lifetime) {
        return withPositive("lifetimeSeconds", lifetime.toSeconds());
    }

    /** Copies of each chunk, on distinct machines, at least 1. */
    public JobRequest replicas(int count) {
        return withPositive("replicas", count);
    }

    /** Most metadata shards that the job's buckets are spread over, at least 1. */
    public JobRequest shards(int count) {
        return withPositive("shards", count);
    }

    private JobRequest withPositive(String member, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(member + " " + value + " is not at least 1");
        }
        return with(member, String.valueOf(value));
    }

    private JobRequest with(String member, String json) {
        String key = Json.quote(member) + ":";
        List<String> changed = new ArrayList<>(hints);
        changed.removeIf(hint -> hint.startsWith(key));
        changed.add(key + json);
        return new JobRequest(name, List.copyOf(changed));
    }

    String toJson() {
        return "{\"name\":" + Json.quote(name) + ",\"hints\":{" + String.join(",", hints) + "}}";
    }

    @Override
    public String toString() {
        return toJson();
    }
}
