package io.pocket.metadata.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A journal on the heap, for simulation: it keeps apart what was appended and what is durable, and can lose the difference. It has
 * no thread; what a file journal's helpers would do later is handed to the owner's executor, so the simulator decides when.
 */
public final class MemoryJournal implements Journal {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int FRAMING_BYTES = RecordFormat.HEADER_LENGTH;

    private final JournalIdentity identity;
    private final Durability durability;
    private final long maxLogBytes;
    private final Executor owner;
    private final JournalListener listener;
    private final ArrayDeque<byte[]> log;
    private List<byte[]> snapshot;
    private long snapshotLsn;
    private long appendedLsn;
    private long durableLsn;
    private long logBytes;
    private boolean snapshotUnderWay;
    private boolean open = true;

    private MemoryJournal(
            JournalIdentity identity,
            Durability durability,
            long maxLogBytes,
            Executor owner,
            JournalListener listener,
            ArrayDeque<byte[]> log,
            List<byte[]> snapshot,
            long snapshotLsn) {
        this.identity = identity;
        this.durability = durability;
        this.maxLogBytes = maxLogBytes;
        this.owner = owner;
        this.listener = listener;
        this.log = log;
        this.snapshot = snapshot;
        this.snapshotLsn = snapshotLsn;
        this.appendedLsn = snapshotLsn + log.size();
        this.durableLsn = appendedLsn;
        this.logBytes = log.stream().mapToLong(MemoryJournal::framedBytes).sum();
    }

    /**
     * A new, empty journal in epoch 1.
     *
     * @param maxLogBytes appends beyond it fail with {@link JournalFullException}
     * @param owner runs what happens "later"
     */
    public static MemoryJournal create(
            long logId,
            int shardId,
            Durability durability,
            long maxLogBytes,
            Executor owner,
            JournalListener listener) {
        return new MemoryJournal(
                new JournalIdentity(logId, shardId, 1),
                durability,
                maxLogBytes,
                owner,
                listener,
                new ArrayDeque<>(),
                List.of(),
                0);
    }

    /** Ends this instance as a crash would: what is not durable is gone, and nothing is called back any more. */
    public void crash() {
        open = false;
        while (appendedLsn > durableLsn) {
            log.removeLast();
            appendedLsn--;
        }
    }

    /** Opens the content of a crashed or closed instance, in the next epoch. */
    public MemoryJournal reopen(Executor newOwner, JournalListener newListener, JournalReader reader)
            throws IOException {
        if (open) {
            throw new IllegalStateException("the journal is open: crash or close it first");
        }
        for (byte[] each : snapshot) {
            reader.onSnapshotRecord(readOnly(each));
        }
        long lsn = snapshotLsn;
        for (byte[] each : log) {
            reader.onRecord(++lsn, readOnly(each));
        }
        return new MemoryJournal(
                new JournalIdentity(identity.logId(), identity.shardId(), identity.epoch() + 1),
                durability,
                maxLogBytes,
                newOwner,
                newListener,
                new ArrayDeque<>(log),
                snapshot,
                snapshotLsn);
    }

    @Override
    public JournalIdentity identity() {
        return identity;
    }

    @Override
    public Durability durability() {
        return durability;
    }

    @Override
    public int maxRecordBytes() {
        return (int) Math.min(Integer.MAX_VALUE, maxLogBytes) - FRAMING_BYTES;
    }

    @Override
    public long append(ByteBuffer head, ByteBuffer tail) throws JournalFullException {
        requireOpen();
        byte[] bytes = join(head, tail);
        RecordFormat.checkLength(bytes.length, maxRecordBytes());
        if (logBytes + framedBytes(bytes) > maxLogBytes) {
            throw new JournalFullException("the log has reached its " + maxLogBytes + " bytes");
        }
        log.add(bytes);
        logBytes += framedBytes(bytes);
        appendedLsn++;
        if (durability == Durability.PROCESS_CRASH) {
            durableLsn = appendedLsn;
        }
        return appendedLsn;
    }

    @Override
    public void flush() {
        requireOpen();
        long target = appendedLsn;
        if (target > durableLsn) {
            owner.execute(() -> confirm(target));
        }
    }

    private void confirm(long target) {
        if (open && target > durableLsn) {
            durableLsn = target;
            listener.onDurable(target);
        }
    }

    @Override
    public long appendedLsn() {
        return appendedLsn;
    }

    @Override
    public long durableLsn() {
        return durableLsn;
    }

    @Override
    public JournalUsage usage() {
        return new JournalUsage(
                logBytes,
                snapshot.stream().mapToLong(MemoryJournal::framedBytes).sum());
    }

    @Override
    public boolean snapshotUnderWay() {
        return snapshotUnderWay;
    }

    @Override
    public SnapshotOutput beginSnapshot() {
        requireOpen();
        if (snapshotUnderWay) {
            throw new IllegalStateException("a snapshot is under way already");
        }
        snapshotUnderWay = true;
        return new Output(appendedLsn);
    }

    private void install(long lsn, List<byte[]> records) {
        if (!open) {
            return;
        }
        snapshotUnderWay = false;
        confirm(Math.max(lsn, durableLsn));
        for (; snapshotLsn < lsn; snapshotLsn++) {
            logBytes -= framedBytes(log.removeFirst());
        }
        snapshot = List.copyOf(records);
        listener.onSnapshot(lsn);
    }

    @Override
    public void close() {
        durableLsn = appendedLsn;
        open = false;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the journal was closed or has crashed");
        }
    }

    private static long framedBytes(byte[] bytes) {
        return RecordFormat.framedLength(bytes.length);
    }

    private static byte[] join(ByteBuffer head, ByteBuffer tail) {
        byte[] bytes = new byte[head.remaining() + tail.remaining()];
        head.get(head.position(), bytes, 0, head.remaining());
        tail.get(tail.position(), bytes, head.remaining(), tail.remaining());
        return bytes;
    }

    private static ByteBuffer readOnly(byte[] bytes) {
        return bytes.length == 0
                ? EMPTY
                : ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Collects records until they replace the snapshot. */
    private final class Output implements SnapshotOutput {
        private final long lsn;
        private final List<byte[]> records = new ArrayList<>();
        private boolean done;

        Output(long lsn) {
            this.lsn = lsn;
        }

        @Override
        public long lsn() {
            return lsn;
        }

        @Override
        public void put(ByteBuffer head, ByteBuffer tail) {
            byte[] bytes = join(head, tail);
            RecordFormat.checkLength(bytes.length, maxRecordBytes());
            records.add(bytes);
        }

        @Override
        public void commit() {
            done = true;
            flush();
            owner.execute(() -> install(lsn, records));
        }

        @Override
        public void close() {
            if (!done) {
                done = true;
                snapshotUnderWay = false;
            }
        }
    }
}
