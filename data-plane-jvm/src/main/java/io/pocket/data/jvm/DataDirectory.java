package io.pocket.data.jvm;

import io.pocket.data.ChunkStore;
import io.pocket.data.MappedIndexLog;
import io.pocket.data.jvm.file.FileChunkStore;
import io.pocket.data.jvm.file.FileStoreOptions;
import io.pocket.data.jvm.file.HddChunkStore;
import io.pocket.data.jvm.file.HddStoreOptions;
import io.pocket.slab.MappedRegion;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a node, for one process at a time:
 *
 * <pre>
 *   lock       held while the process lives
 *   slab       bytes of the chunks; sparse in memory, with all its space on a disk
 *   index      which chunks they are, and the incarnation
 *   knowledge  what the controller told last
 *   counters   figures for the monitor
 *   boot       on a disk: which boot of the machine the files are of
 *   settled    on a disk: all of it was forced to the platter; absent while a process uses it
 * </pre>
 *
 * A slab without index, or an index without slab, is worth nothing: both start anew then, under a new incarnation.
 * So do the files of a former boot that were not settled: nothing is forced to the disk while the node runs, so after a power
 * cut the index may name bytes that never got there, and nobody can tell. See {@link DiskTrust}.
 */
final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path folder;
    private final FileChannel lock;
    private final ClusterJson json = new ClusterJson();

    private DataDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** What was found, or made anew. */
    record Medium(
            ChunkStore store, MappedIndexLog log, boolean survived, Optional<Settled> settled, List<Collector> metrics)
            implements AutoCloseable {

        /** A disk is settled first, so that the next boot of the machine may trust it. */
        @Override
        public void close() throws IOException {
            try (log;
                    store) {
                if (settled.isPresent()) {
                    store.settle();
                    log.force();
                }
            }
            if (settled.isPresent()) {
                settled.get().mark();
            }
        }
    }

    /** Notes that a disk's files may be trusted by whoever opens them next. */
    interface Settled {
        void mark() throws IOException;
    }

    /**
     * Takes the folder, which is made if it is absent.
     *
     * @throws NodeStartException if another process has it, or it cannot be written
     */
    static DataDirectory open(Path folder) throws NodeStartException {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new NodeStartException("data directory " + folder
                        + " is in use by another process: end that one, or choose another --data-dir");
            }
            return new DataDirectory(folder, lock);
        } catch (IOException e) {
            throw new NodeStartException("cannot use data directory " + folder + ": " + e, e);
        }
    }

    private static boolean isLocked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Opens slab and index on an SSD.
     *
     * @throws NodeStartException if they belong to another configuration or there is no room; says what to do
     */
    Medium openDisk(long capacityBytes, int chunksMax, FileStoreOptions options, InstantSource clock)
            throws NodeStartException {
        return openDisk(
                () -> FileChunkStore.open(slab(), capacityBytes, options), FileChunkStore.UNIT_BYTES, chunksMax, clock);
    }

    /**
     * Opens slab and index on a hard disk.
     *
     * @throws NodeStartException if they belong to another configuration or there is no room; says what to do
     */
    Medium openHdd(long capacityBytes, int chunksMax, HddStoreOptions options, InstantSource clock)
            throws NodeStartException {
        return openDisk(
                () -> HddChunkStore.open(slab(), capacityBytes, options), HddChunkStore.UNIT_BYTES, chunksMax, clock);
    }

    /**
     * Opens a medium that another module brings, and its index here.
     *
     * @throws NodeStartException if they belong to another configuration, the medium to another node, or there is no room; says
     *     what to do
     */
    Medium openBrought(BroughtMedium medium, long capacityBytes, int chunksMax, InstantSource clock)
            throws NodeStartException {
        try {
            DiskTrust trust = new DiskTrust(folder);
            dropUnlessTrusted(trust, index());
            BroughtMedium.Opened opened = medium.open(folder, capacityBytes);
            try {
                if (!opened.isFormer() && Files.deleteIfExists(index())) {
                    LOG.warn("the device does not hold the chunks of {} any more: the node begins empty", folder);
                }
                Medium all = withIndex(
                        opened.store(),
                        opened.unitBytes(),
                        chunksMax,
                        newIncarnation(clock),
                        Optional.of(() -> settled(trust)),
                        opened.metrics());
                trust.begin();
                return all;
            } catch (IOException | RuntimeException e) {
                opened.store().close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeStartException(e.getMessage(), e);
        }
    }

    private void dropUnlessTrusted(DiskTrust trust, Path what) throws IOException {
        if (!trust.isEarned() && Files.deleteIfExists(index())) {
            LOG.warn(
                    "the machine was restarted, without a clean stop of the node, since {} was written: its chunks"
                            + " cannot be trusted and are dropped",
                    what);
        }
    }

    private interface StoreOpener {
        ChunkStore open() throws IOException;
    }

    private Medium openDisk(StoreOpener opener, int unitBytes, int chunksMax, InstantSource clock)
            throws NodeStartException {
        try {
            DiskTrust trust = new DiskTrust(folder);
            dropUnlessTrusted(trust, slab());
            forgetHalf();
            ChunkStore store = opener.open();
            try {
                Medium medium = withIndex(
                        store,
                        unitBytes,
                        chunksMax,
                        newIncarnation(clock),
                        Optional.of(() -> settled(trust)),
                        List.of());
                trust.begin();
                return medium;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeStartException(e.getMessage(), e);
        }
    }

    /** The knowledge goes with the chunks: they are of that node, and some of its jobs may have been dropped. */
    private void settled(DiskTrust trust) throws IOException {
        if (Files.exists(knowledgeFile())) {
            DiskTrust.force(knowledgeFile());
        }
        trust.settle();
    }

    private void forgetHalf() throws IOException {
        if (!Files.exists(slab()) || !Files.exists(index())) {
            Files.deleteIfExists(slab());
            Files.deleteIfExists(index());
        }
    }

    /**
     * Opens slab and index in memory.
     *
     * @throws NodeStartException if they belong to another configuration or there is no room; says what to do
     */
    Medium openMemory(long capacityBytes, int chunksMax, InstantSource clock) throws NodeStartException {
        try {
            forgetHalf();
            DramChunkStore store = new DramChunkStore(MappedRegion.open(slab(), capacityBytes));
            try {
                return withIndex(
                        store,
                        DramChunkStore.UNIT_BYTES,
                        chunksMax,
                        newIncarnation(clock),
                        Optional.empty(),
                        List.of());
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeStartException(e.getMessage(), e);
        }
    }

    private Medium withIndex(
            ChunkStore store,
            int unitBytes,
            int chunksMax,
            long newIncarnation,
            Optional<Settled> settled,
            List<Collector> metrics)
            throws IOException {
        MappedRegion records = MappedRegion.open(index(), MappedIndexLog.sizeBytes(chunksMax));
        MappedIndexLog log = MappedIndexLog.open(records, store.capacityBytes(), unitBytes, chunksMax, newIncarnation);
        return new Medium(store, log, log.incarnation() != newIncarnation, settled, metrics);
    }

    /** Microseconds since 1970: no two lives of a node begin within one, and later lives have higher numbers. */
    private static long newIncarnation(InstantSource clock) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /** What the controller told last; empty if nothing readable is there. */
    Optional<ClusterKnowledge> knowledge() throws NodeStartException {
        Path file = knowledgeFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readKnowledge(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new NodeStartException(
                    "cannot read " + file + ": " + e.getMessage() + "; remove it, and the node registers as a new one",
                    e);
        }
    }

    /** Replaces what is kept, atomically; forced first, lest after a power cut the name stands for an empty file. */
    void keep(ClusterKnowledge knowledge) throws IOException {
        Path fresh = folder.resolve("knowledge.new");
        Files.write(fresh, json.write(knowledge));
        DiskTrust.force(fresh);
        Files.move(fresh, knowledgeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path counters() {
        return folder.resolve("counters");
    }

    private Path slab() {
        return folder.resolve("slab");
    }

    private Path index() {
        return folder.resolve("index");
    }

    private Path knowledgeFile() {
        return folder.resolve("knowledge");
    }

    /** Lets other processes take the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
