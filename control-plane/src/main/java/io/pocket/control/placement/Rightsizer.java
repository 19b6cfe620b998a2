package io.pocket.control.placement;

import io.pocket.protocol.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes a job's hints.
 *
 * <p>Capacity and bandwidth follow from a number of nodes {@code n}, which is not whole: as many as the functions can
 * load, else as many as the bandwidth needs, else as many as the capacity needs, else the default. Then
 * {@code capacity = n × node capacity} and {@code bandwidth = n × node bandwidth}, each only where it was not given. A
 * node's capacity counts its DRAM for a latency-sensitive job (which is what a job is unless it says otherwise) and its
 * flash for every job. This is the table of the OSDI 2018 system.
 */
public final class Rightsizer {

    private static final List<Tier> QUICKEST_FIRST = List.of(Tier.DRAM, Tier.NVME, Tier.SSD, Tier.HDD);
    private static final List<Tier> CHEAP_FIRST = List.of(Tier.NVME, Tier.SSD, Tier.DRAM, Tier.HDD);

    private final SizingProperties sizing;

    public Rightsizer(SizingProperties sizing) {
        this.sizing = sizing;
    }

    /** Never fails: hints outside their bounds are refused before they come here. */
    public Demand size(Hints hints) {
        boolean latencySensitive = hints.latencySensitive() == null || hints.latencySensitive();
        double nodes = nodes(hints, latencySensitive);
        long bandwidth = given(hints.peakBandwidthBitsPerSecond(), nodes * (double) sizing.nodeBitsPerSecond());
        return new Demand(
                latencySensitive,
                hints.functions() != null ? hints.functions() : functionsThatMove(bandwidth),
                given(hints.capacityBytes(), nodes * (double) nodeBytes(latencySensitive)),
                bandwidth,
                hints.tiers() != null ? hints.tiers() : latencySensitive ? QUICKEST_FIRST : CHEAP_FIRST,
                hints.lifetimeSeconds() != null
                        ? hints.lifetimeSeconds()
                        : sizing.defaultLifetime().toSeconds(),
                hints.replicas() != null ? hints.replicas() : 1,
                hints.shards() != null ? hints.shards() : sizing.shardsPerJob(),
                derived(hints));
    }

    private double nodes(Hints hints, boolean latencySensitive) {
        if (hints.functions() != null) {
            return hints.functions() * (double) sizing.functionBitsPerSecond() / sizing.nodeBitsPerSecond();
        }
        if (hints.peakBandwidthBitsPerSecond() != null) {
            return hints.peakBandwidthBitsPerSecond() / (double) sizing.nodeBitsPerSecond();
        }
        if (hints.capacityBytes() != null) {
            return hints.capacityBytes() / (double) firstTierBytes(latencySensitive);
        }
        return sizing.defaultNodes();
    }

    private long nodeBytes(boolean latencySensitive) {
        long flash = sizing.nodeFlash().toBytes();
        return latencySensitive ? flash + sizing.nodeDram().toBytes() : flash;
    }

    private long firstTierBytes(boolean latencySensitive) {
        return latencySensitive
                ? sizing.nodeDram().toBytes()
                : sizing.nodeFlash().toBytes();
    }

    private int functionsThatMove(long bitsPerSecond) {
        double functions = Math.ceil(bitsPerSecond / (double) sizing.functionBitsPerSecond());
        return (int) Math.clamp(functions, 1, Hints.MAX_FUNCTIONS);
    }

    private static long given(Long hint, double estimate) {
        return hint != null ? hint : Math.max(1, Math.round(estimate));
    }

    private static List<String> derived(Hints hints) {
        List<String> derived = new ArrayList<>();
        addIfAbsent(derived, hints.latencySensitive(), "latencySensitive");
        addIfAbsent(derived, hints.functions(), "functions");
        addIfAbsent(derived, hints.capacityBytes(), Demand.CAPACITY_BYTES);
        addIfAbsent(derived, hints.peakBandwidthBitsPerSecond(), "peakBandwidthBitsPerSecond");
        addIfAbsent(derived, hints.tiers(), "tiers");
        addIfAbsent(derived, hints.lifetimeSeconds(), "lifetimeSeconds");
        addIfAbsent(derived, hints.replicas(), "replicas");
        addIfAbsent(derived, hints.shards(), "shards");
        return derived;
    }

    private static void addIfAbsent(List<String> derived, Object hint, String name) {
        if (hint == null) {
            derived.add(name);
        }
    }
}
