package io.pocket.data.jvm;

import io.pocket.data.MappedIndexLog;
import io.pocket.slab.MappedRegion;
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
import java.util.Optional;

/**
 * The files of a node, for one process at a time:
 *
 * <pre>
 *   lock       held while the process lives
 *   slab       bytes of the chunks, sparse
 *   index      which chunks they are, and the incarnation
 *   knowledge  what the controller told last
 *   counters   figures for the monitor
 * </pre>
 *
 * A slab without index, or an index without slab, is worth nothing: both start anew then, under a new incarnation.
 */
final class DataDirectory implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;
    private final ClusterJson json = new ClusterJson();

    private DataDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** What was found, or made anew. */
    record Medium(DramChunkStore store, MappedIndexLog log, boolean survived) {}

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
     * Opens slab and index.
     *
     * @throws NodeStartException if they belong to another configuration or there is no room; says what to do
     */
    Medium openMedium(long capacityBytes, int chunksMax, InstantSource clock) throws NodeStartException {
        Path slab = folder.resolve("slab");
        Path index = folder.resolve("index");
        try {
            if (!Files.exists(slab) || !Files.exists(index)) {
                Files.deleteIfExists(slab);
                Files.deleteIfExists(index);
            }
            MappedRegion bytes = MappedRegion.open(slab, capacityBytes);
            try {
                return openMedium(bytes, index, chunksMax, newIncarnation(clock));
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NodeStartException(e.getMessage(), e);
        }
    }

    private static Medium openMedium(MappedRegion bytes, Path index, int chunksMax, long newIncarnation)
            throws IOException {
        MappedRegion records = MappedRegion.open(index, MappedIndexLog.sizeBytes(chunksMax));
        MappedIndexLog log =
                MappedIndexLog.open(records, bytes.sizeBytes(), DramChunkStore.UNIT_BYTES, chunksMax, newIncarnation);
        return new Medium(new DramChunkStore(bytes), log, log.incarnation() != newIncarnation);
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

    /** Replaces what is kept, atomically. */
    void keep(ClusterKnowledge knowledge) throws IOException {
        Path fresh = folder.resolve("knowledge.new");
        Files.write(fresh, json.write(knowledge));
        Files.move(fresh, knowledgeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path counters() {
        return folder.resolve("counters");
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
