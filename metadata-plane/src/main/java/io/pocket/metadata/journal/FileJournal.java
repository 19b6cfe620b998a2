package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a directory: records go into mapped, preallocated segments, without a system call each.
 *
 * <p>Under {@link Durability#PROCESS_CRASH} a record is safe once it is in the mapping, because the page cache outlives the
 * process. Under {@link Durability#POWER_CUT} a thread forces what {@link #flush} has published.
 */
public final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final long CLOSE_DEADLINE_SECONDS = 10;
    private static final long SNAPSHOT_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final JournalConfig config;
    private final JournalFiles files;
    private final DirectoryLock lock;
    private final JournalIdentity identity;
    private final Executor owner;
    private final JournalListener listener;
    private final ExecutorService helper;

    /** Apart from the other helper, which prepares segments that nobody may wait for. */
    private final ExecutorService snapshotHelper;

    private final Medium medium;
    private final SegmentSupply supply;
    private final ArrayDeque<Segment> segments;
    private final int maxRecordBytes;

    private Segment active;
    private Syncer syncer;
    private long appendedLsn;
    private long publishedLsn;
    private long logBytes;
    private long snapshotBytes;
    private long logBytesAtSnapshot;
    private FileSnapshotOutput snapshot;
    private boolean closed;

    private FileJournal(
            JournalConfig config,
            JournalFiles files,
            DirectoryLock lock,
            JournalIdentity identity,
            JournalRecovery recovered,
            Executor owner,
            JournalListener listener,
            Medium medium) {
        this.config = config;
        this.files = files;
        this.lock = lock;
        this.identity = identity;
        this.owner = owner;
        this.listener = listener;
        this.medium = medium;
        this.helper = helper("journal-files-" + config.shardId());
        this.snapshotHelper = helper("journal-snapshot-" + config.shardId());
        this.segments = new ArrayDeque<>(recovered.segments());
        this.active = segments.peekLast();
        this.supply = new SegmentSupply(files, config, medium, helper, active == null ? 1 : active.index() + 1);
        this.appendedLsn = recovered.lastLsn();
        this.publishedLsn = appendedLsn;
        this.logBytes = recovered.logBytes();
        this.snapshotBytes = recovered.snapshotBytes();
        this.maxRecordBytes = config.segmentBytes() - SegmentHeader.LENGTH - RecordFormat.HEADER_LENGTH;
    }

    private static ExecutorService helper(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /**
     * Opens the directory, made when absent, and shows its content to the reader before it returns.
     *
     * @param owner runs the listener on the owner's thread
     * @throws JournalCorruptException when the content cannot be trusted
     * @throws IOException when another process has it open, or the medium fails; the message says what to do
     */
    public static FileJournal open(JournalConfig config, Executor owner, JournalListener listener, JournalReader reader)
            throws IOException {
        return open(config, owner, listener, reader, new SecureRandom(), new Medium.Files());
    }

    static FileJournal open(
            JournalConfig config,
            Executor owner,
            JournalListener listener,
            JournalReader reader,
            RandomGenerator random,
            Medium medium)
            throws IOException {
        Files.createDirectories(config.directory());
        JournalFiles files = new JournalFiles(config.directory());
        DirectoryLock lock = DirectoryLock.take(files.lock());
        FileJournal journal = null;
        try {
            journal = openLocked(config, files, lock, owner, listener, reader, random, medium);
            journal.start();
            return journal;
        } catch (IOException | RuntimeException e) {
            if (journal == null) {
                lock.close();
            } else {
                journal.close();
            }
            throw e;
        }
    }

    private static FileJournal openLocked(
            JournalConfig config,
            JournalFiles files,
            DirectoryLock lock,
            Executor owner,
            JournalListener listener,
            JournalReader reader,
            RandomGenerator random,
            Medium medium)
            throws IOException {
        files.deleteTemporaries();
        MetaFile meta = readOrInvent(config, files, random);
        JournalRecovery recovery = new JournalRecovery(files, meta, reader);
        recovery.run();
        JournalIdentity identity = new JournalIdentity(
                meta.identity().logId(), config.shardId(), meta.identity().epoch() + 1);
        LOG.info(
                "journal {}: log {} of shard {} in epoch {}, {} segments up to LSN {}, {}",
                files.directory(),
                identity.logId(),
                identity.shardId(),
                identity.epoch(),
                recovery.segments().size(),
                recovery.lastLsn(),
                config);
        return new FileJournal(config, files, lock, identity, recovery, owner, listener, medium);
    }

    private static MetaFile readOrInvent(JournalConfig config, JournalFiles files, RandomGenerator random)
            throws IOException {
        if (Files.exists(files.meta())) {
            MetaFile meta = MetaFile.read(files.meta());
            if (meta.identity().shardId() != config.shardId()) {
                throw new IOException(files.directory() + " belongs to shard "
                        + meta.identity().shardId() + ", not " + config.shardId() + ": choose another directory");
            }
            return meta;
        }
        if (!files.segments().isEmpty() || !files.snapshots().isEmpty()) {
            throw new JournalCorruptException(files.meta() + " is missing beside segments or snapshots");
        }
        return MetaFile.first(random.nextLong(1, Long.MAX_VALUE), config.shardId());
    }

    /** The epoch is taken before anything is written under it. */
    private void start() throws IOException {
        new MetaFile(identity, appendedLsn).write(files);
        if (active == null) {
            openFirstSegment();
        }
        if (config.durability() == Durability.POWER_CUT) {
            syncer = new Syncer(position(), medium, owner, listener, "journal-sync-" + config.shardId());
            syncer.start();
        }
        supply.prepare();
    }

    private void openFirstSegment() throws IOException {
        try {
            activate(supply.take(), appendedLsn);
        } catch (JournalFullException e) {
            throw new IOException("the journal cannot start in " + files.directory() + ": " + e.getMessage(), e);
        }
    }

    private void activate(Segment segment, long acknowledgedLsn) {
        segment.begin(identity.logId(), appendedLsn + 1, acknowledgedLsn);
        if (active != null) {
            active.setNext(segment);
            unmapLater(active);
        }
        segments.add(segment);
        active = segment;
    }

    /** The owner needs it no more. What forces it does so when it is safe. */
    private void unmapLater(Segment full) {
        if (config.durability() == Durability.PROCESS_CRASH) {
            helper.execute(full::close);
        }
    }

    @Override
    public JournalIdentity identity() {
        return identity;
    }

    @Override
    public Durability durability() {
        return config.durability();
    }

    @Override
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    @Override
    public long append(ByteBuffer head, ByteBuffer tail) throws JournalFullException {
        int length = head.remaining() + tail.remaining();
        RecordFormat.checkLength(length, maxRecordBytes);
        requireWorking();
        if (!active.hasRoom(length)) {
            roll();
        }
        active.append(appendedLsn + 1, head, tail);
        logBytes += RecordFormat.framedLength(length);
        return ++appendedLsn;
    }

    private void roll() throws JournalFullException {
        if ((segments.size() + 1L) * config.segmentBytes() > config.maxLogBytes()) {
            throw new JournalFullException("the log has reached its " + config.maxLogBytes()
                    + " bytes: it waits for a snapshot, or maxLogBytes is too low");
        }
        activate(supply.take(), durableLsn());
        supply.prepare();
    }

    private void requireWorking() {
        if (closed) {
            throw new IllegalStateException("the journal in " + files.directory() + " is closed");
        }
        if (syncer != null && syncer.failure() != null) {
            throw new JournalFailedException(syncer.failure());
        }
    }

    @Override
    public void flush() {
        requireWorking();
        if (syncer != null && appendedLsn > publishedLsn) {
            publishedLsn = appendedLsn;
            syncer.request(position());
        }
    }

    private Syncer.Position position() {
        return new Syncer.Position(appendedLsn, active, active.end());
    }

    @Override
    public long appendedLsn() {
        return appendedLsn;
    }

    @Override
    public long durableLsn() {
        return syncer == null ? appendedLsn : syncer.durableLsn();
    }

    @Override
    public JournalUsage usage() {
        return new JournalUsage(logBytes, snapshotBytes);
    }

    @Override
    public boolean snapshotUnderWay() {
        return snapshot != null;
    }

    @Override
    public SnapshotOutput beginSnapshot() throws IOException {
        requireWorking();
        if (snapshot != null) {
            throw new IllegalStateException("a snapshot is under way already");
        }
        Path temporary = JournalFiles.temporary(files.snapshot(appendedLsn));
        snapshot =
                new FileSnapshotOutput(this, snapshotHelper, identity.logId(), appendedLsn, maxRecordBytes, temporary);
        logBytesAtSnapshot = logBytes;
        return snapshot;
    }

    /** The snapshot is written; its helper part follows, then {@link #installed}. */
    void install(FileSnapshotOutput output, long sizeBytes) {
        flush();
        long appended = appendedLsn;
        snapshotHelper.execute(() -> {
            try {
                Path temporary = output.finish();
                awaitDurable(appended);
                files.publish(temporary, files.snapshot(output.lsn()));
                tell(() -> installed(output, sizeBytes));
            } catch (IOException | RuntimeException e) {
                abandonAfter(output, e instanceof IOException io ? io : new IOException(e));
            }
        });
    }

    /** What the snapshot stands for, and the log behind it, must survive before it replaces anything. */
    private void awaitDurable(long lsn) throws IOException {
        if (syncer != null) {
            syncer.await(lsn, SNAPSHOT_DEADLINE_NANOS);
        }
    }

    private void installed(FileSnapshotOutput output, long sizeBytes) {
        if (closed) {
            return;
        }
        snapshot = null;
        snapshotBytes = sizeBytes;
        logBytes -= logBytesAtSnapshot;
        List<Segment> retired = retire(output.lsn());
        helper.execute(() -> delete(retired, output.lsn()));
        listener.onSnapshot(output.lsn());
    }

    private List<Segment> retire(long lsn) {
        List<Segment> retired = new ArrayList<>();
        while (segments.peekFirst() != active && segments.peekFirst().next().firstLsn() <= lsn + 1) {
            retired.add(segments.pollFirst());
        }
        return retired;
    }

    private void delete(List<Segment> retired, long snapshotLsn) {
        try {
            for (Segment segment : retired) {
                segment.close();
                Files.deleteIfExists(segment.file());
            }
            files.deleteSnapshotsBelow(snapshotLsn);
        } catch (IOException e) {
            LOG.warn("files that snapshot {} replaces could not be deleted; the next start does it", snapshotLsn, e);
        }
    }

    private void abandonAfter(FileSnapshotOutput output, IOException cause) {
        try {
            output.abandon();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        tell(() -> {
            snapshot = null;
            listener.onSnapshotFailed(cause);
        });
    }

    private void tell(Runnable news) {
        try {
            owner.execute(news);
        } catch (RejectedExecutionException e) {
            LOG.info("the owner of {} has ended; the next start finds what it was to be told", files.directory());
        }
    }

    /** Closed before it was committed. */
    void abandoned(FileSnapshotOutput output) {
        snapshot = null;
        if (closed) {
            return; // The next start deletes it.
        }
        snapshotHelper.execute(() -> {
            try {
                output.abandon();
            } catch (IOException e) {
                LOG.warn("an abandoned snapshot could not be deleted; the next start does it", e);
            }
        });
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (syncer != null && syncer.failure() == null) {
            flush();
        }
        closed = true;
        try {
            stopHelpers();
        } catch (IOException e) {
            LOG.warn("the journal in {} was not closed cleanly; the next start recovers it", files.directory(), e);
        } finally {
            unlock();
        }
    }

    private void stopHelpers() throws IOException {
        if (syncer != null) {
            syncer.close();
        }
        snapshotHelper.shutdown();
        helper.shutdown();
        if (!awaitEnd(snapshotHelper) || !awaitEnd(helper) || (syncer != null && !syncer.ended())) {
            throw new IOException("helpers did not end within " + CLOSE_DEADLINE_SECONDS + " s");
        }
        supply.close();
        segments.forEach(Segment::close);
    }

    private static boolean awaitEnd(ExecutorService executor) {
        try {
            return executor.awaitTermination(CLOSE_DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock of {} could not be let go before the process ends", files.directory(), e);
        }
    }
}
