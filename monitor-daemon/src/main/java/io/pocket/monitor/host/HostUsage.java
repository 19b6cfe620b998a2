package io.pocket.monitor.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the machine did between two snapshots.
 *
 * @param intervalNanos the time that really passed between the two readings; every rate below is over it
 * @param cpuPercentPerCore busy share of each core, 0 to 100, by ascending core number; cores that came or went are left out
 * @param disks whole disks only
 */
public record HostUsage(
        long intervalNanos,
        List<Double> cpuPercentPerCore,
        long networkReceivedBytesPerSecond,
        long networkSentBytesPerSecond,
        Memory memory,
        List<DiskUsage> disks) {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * What one disk did.
     *
     * @param busyPercent share of the time with at least one request under way, 0 to 100
     */
    public record DiskUsage(String device, long readBytesPerSecond, long writtenBytesPerSecond, double busyPercent) {}

    public HostUsage {
        cpuPercentPerCore = List.copyOf(cpuPercentPerCore);
        disks = List.copyOf(disks);
    }

    /**
     * The usage from one reading to the next.
     *
     * @throws IllegalArgumentException if {@code later} was not read after {@code earlier}
     */
    public static HostUsage between(HostSnapshot earlier, HostSnapshot later) {
        long nanos = later.nanoTime() - earlier.nanoTime();
        if (nanos <= 0) {
            throw new IllegalArgumentException("the later snapshot is " + -nanos + " ns older than the earlier");
        }
        return new HostUsage(
                nanos,
                cores(earlier, later).toList(),
                perSecond(network(earlier, later, InterfaceTotals::receivedBytes), nanos),
                perSecond(network(earlier, later, InterfaceTotals::sentBytes), nanos),
                later.memory(),
                disks(earlier, later, nanos).toList());
    }

    private static Stream<Double> cores(HostSnapshot earlier, HostSnapshot later) {
        Map<Integer, CoreTimes> before =
                earlier.cores().stream().collect(Collectors.toMap(CoreTimes::core, Function.identity()));
        return later.cores().stream()
                .filter(now -> before.containsKey(now.core()))
                .map(now -> now.busyPercentSince(before.get(now.core())));
    }

    private static long network(HostSnapshot earlier, HostSnapshot later, ToLongFunction<InterfaceTotals> bytes) {
        return later.interfaces().stream()
                .mapToLong(now -> find(earlier, now.name())
                        .map(before -> grown(bytes.applyAsLong(before), bytes.applyAsLong(now)))
                        .orElse(0L))
                .sum();
    }

    private static Optional<InterfaceTotals> find(HostSnapshot snapshot, String name) {
        return snapshot.interfaces().stream()
                .filter(totals -> totals.name().equals(name))
                .findFirst();
    }

    private static Stream<DiskUsage> disks(HostSnapshot earlier, HostSnapshot later, long nanos) {
        return later.disks().stream()
                .flatMap(now -> earlier.disks().stream()
                        .filter(before -> before.device().equals(now.device()))
                        .map(before -> disk(before, now, nanos)));
    }

    private static DiskUsage disk(DiskTotals before, DiskTotals now, long nanos) {
        double busyNanos = grown(before.busyMillis(), now.busyMillis()) * 1e6;
        return new DiskUsage(
                now.device(),
                perSecond(grown(before.readBytes(), now.readBytes()), nanos),
                perSecond(grown(before.writtenBytes(), now.writtenBytes()), nanos),
                Math.min(100, 100 * busyNanos / nanos));
    }

    /** 0 when the total fell: the device was replaced by another of its name. */
    private static long grown(long before, long now) {
        return Math.max(0, now - before);
    }

    private static long perSecond(long bytes, long nanos) {
        return Math.round(bytes * NANOS_PER_SECOND / nanos);
    }
}
