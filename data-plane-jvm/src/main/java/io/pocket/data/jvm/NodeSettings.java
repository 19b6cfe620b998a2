package io.pocket.data.jvm;

import io.pocket.data.jvm.file.FileChunkStore;
import io.pocket.data.jvm.file.FileStoreOptions;
import io.pocket.data.jvm.file.HddChunkStore;
import io.pocket.data.jvm.file.HddStoreOptions;
import io.pocket.protocol.HostPort;
import io.pocket.protocol.Tier;
import io.pocket.server.EventLoopSettings;
import io.pocket.server.registration.ControllerUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Effective configuration of a node, checked when made.
 *
 * @param listen where clients connect; port 0 for any free one
 * @param advertisedHost name or address that others use for this node
 * @param machine name of the machine: replicas of a chunk go to distinct ones
 * @param instance what the one who started the process calls it, such as the uid of its pod; empty if nobody says
 * @param metrics where Prometheus scrapes; port 0 for any free one
 * @param tier what is promised to clients, and so which store keeps the chunks: memory for DRAM, a file for SSD and HDD, a
 *     medium of another module for NVMe
 * @param instance what runs the node, such as the uid of its pod; empty if it is not to be told
 * @param capacityBytes room for chunks
 * @param chunksMax most chunks at once
 * @param dataDir folder of slab, index, identity and counters; survives the process; on a disk, after a
 *     clean stop, a restart of the machine too
 * @param controller base URL of the controller
 * @param allowPlaintext whether the service token may leave this machine over plain http
 * @param controllerCa PEM file of the authorities whose controller is believed, if not those of the Java platform
 * @param clusterKeyFile secret that the services of the cluster share
 * @param registrationDeadline how long to look for the controller before giving up
 * @param drainTimeout how long a node that is to end waits until it holds nothing; zero to end at once, with its chunks
 * @param disk how a store on an SSD or NVMe works; of no effect for other tiers
 * @param hdd how a store on a hard disk works; of no effect for other tiers
 */
record NodeSettings(
        InetSocketAddress listen,
        String advertisedHost,
        String machine,
        String instance,
        InetSocketAddress metrics,
        Tier tier,
        long capacityBytes,
        int chunksMax,
        Path dataDir,
        URI controller,
        boolean allowPlaintext,
        Optional<Path> controllerCa,
        Path clusterKeyFile,
        Duration registrationDeadline,
        Duration drainTimeout,
        EventLoopSettings eventLoop,
        int connectionsMax,
        AuditSettings audit,
        FileStoreOptions disk,
        HddStoreOptions hdd) {

    /**
     * How old chunks are asked about.
     *
     * @param age younger ones are left alone
     * @param interval between passes over all chunks
     */
    record AuditSettings(Duration age, Duration interval) {}

    private static final Duration DRAIN_TIMEOUT_MAX = Duration.ofDays(1);
    private static final int INSTANCE_LENGTH_MAX = 253;

    /** Heap for everything but the tables: code, connections, metrics. */
    static final long OTHER_HEAP_BYTES = 24 << 20;

    private static final long CAPACITY_BYTES_MIN = 1 << 20;
    /** What fits into one mapped slab of 1 KiB units. */
    private static final long CAPACITY_BYTES_MAX = 1L << 40;

    /** Objects up to this size travel inline unless told otherwise, so chunks are seldom smaller. */
    private static final int USUAL_CHUNK_BYTES_MIN = 4 << 10;

    NodeSettings {
        require(
                capacityBytes >= CAPACITY_BYTES_MIN && capacityBytes <= CAPACITY_BYTES_MAX,
                "capacity " + capacityBytes + " is not within " + CAPACITY_BYTES_MIN + ".." + CAPACITY_BYTES_MAX
                        + " bytes");
        require(chunksMax >= 0, "max-chunks " + chunksMax + " is negative");
        require(connectionsMax >= 1, "max-connections " + connectionsMax + " is not positive");
        require(
                registrationDeadline.isPositive(),
                "registration-deadline " + registrationDeadline + " is not positive");
        require(
                !drainTimeout.isNegative() && drainTimeout.compareTo(DRAIN_TIMEOUT_MAX) <= 0,
                "drain-timeout " + drainTimeout + " is not within 0s.." + DRAIN_TIMEOUT_MAX.toHours() + "h");
        require(
                instance.length() <= INSTANCE_LENGTH_MAX,
                "instance has " + instance.length() + " characters, more than " + INSTANCE_LENGTH_MAX);
        require(!audit.age.isNegative(), "audit-age " + audit.age + " is negative");
        require(audit.interval.isPositive(), "audit-interval " + audit.interval + " is not positive");
        ControllerUrl.check(controller, allowPlaintext);
        ControllerUrl.checkCa(controller, controllerCa);
        capacityBytes -= capacityBytes % unitBytes(tier);
        chunksMax = chunksMax > 0 ? chunksMax : usualChunksMax(capacityBytes);
    }

    private static int unitBytes(Tier tier) {
        return switch (tier) {
            case DRAM -> DramChunkStore.UNIT_BYTES;
            case HDD -> HddChunkStore.UNIT_BYTES;
            default -> FileChunkStore.UNIT_BYTES;
        };
    }

    private static int usualChunksMax(long capacityBytes) {
        return (int) Math.min(Integer.MAX_VALUE / 4, capacityBytes / USUAL_CHUNK_BYTES_MIN);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** How others reach a port of this node. */
    HostPort advertised(int port) {
        return new HostPort(advertisedHost, port);
    }

    /**
     * Heap that tables need at most, when every unit and every chunk slot is in use: 12 bytes a unit (boundary tags), 64
     * a chunk (record), up to 16 a chunk (hash). On a hard disk, instead of the tags, up to 30 bytes for each free run, of
     * which there are no more than chunks.
     */
    long tableBytesMax() {
        long spaceBytes = tier == Tier.HDD ? chunksMax * 30L : capacityBytes / unitBytes(tier) * 12;
        return spaceBytes + chunksMax * 80L;
    }
}
