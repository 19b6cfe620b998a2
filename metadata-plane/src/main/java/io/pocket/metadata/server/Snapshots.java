package io.pocket.metadata.server;

import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.core.SnapshotWriter;
import io.pocket.metadata.journal.Journal;
import io.pocket.metadata.journal.SnapshotOutput;
import io.pocket.metadata.record.ShardRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log short: when it has grown by twice what a snapshot took, most of it is dead and a new snapshot replaces it; also when it
 * has taken half of the room it may take, whatever it holds. The state is written out on the owner thread in slices of at most a millisecond,
 * between which requests are answered; slices take a fifth of the time, and more only when the log is nearly full.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A log shorter than this is replayed faster than a snapshot is worth. */
    private static final long WORTH_A_SNAPSHOT_BYTES = 256L << 20;

    private static final long SLICE_NANOS = NANOS_PER_MILLI;

    /** Objects between two looks at the clock. */
    private static final int STEPS = 32;

    /** So much of the time between slices as a multiple of the last one belongs to requests. */
    private static final int SHARE_OF_REQUESTS = 4;

    private final ShardState state;
    private final Journal journal;
    private final long minLogBytes;
    private final long maxLogBytes;
    private final JournalLog.RecordEncoder encoder = new JournalLog.RecordEncoder();
    private long notBeforeLogBytes;
    private SnapshotWriter writer;
    private SnapshotOutput output;
    private long begunNanos;
    private long nextSliceNanos;

    /**
     * Decides for this journal.
     *
     * @param logCapacityBytes what the log may take
     */
    Snapshots(ShardState state, Journal journal, long logCapacityBytes) {
        this.state = state;
        this.journal = journal;
        this.minLogBytes = Math.min(WORTH_A_SNAPSHOT_BYTES, logCapacityBytes / 4);
        this.maxLogBytes = logCapacityBytes / 2;
        this.notBeforeLogBytes = minLogBytes;
    }

    /** On the owner thread, after each loop iteration; while {@link #isUnderWay} also when there is none. */
    void considerAfterIteration() {
        if (writer != null) {
            goOn();
            return;
        }
        long logBytes = journal.usage().logBytes();
        if (logBytes >= notBeforeLogBytes && isWorthIt(logBytes) && !journal.snapshotUnderWay()) {
            begin(logBytes);
        }
    }

    /** Whether a snapshot is being written out. */
    boolean isUnderWay() {
        return writer != null;
    }

    private boolean isWorthIt(long logBytes) {
        return logBytes >= maxLogBytes || logBytes >= 2 * journal.usage().snapshotBytes();
    }

    private void begin(long logBytes) {
        try {
            output = journal.beginSnapshot();
        } catch (IOException e) {
            postpone(logBytes, e);
            return;
        }
        begunNanos = System.nanoTime();
        writer = new SnapshotWriter(state, new ShardRules(), this::put);
        writer.begin();
        nextSliceNanos = begunNanos;
    }

    private void goOn() {
        long start = System.nanoTime();
        long logBytes = journal.usage().logBytes();
        boolean isUrgent = logBytes >= maxLogBytes + maxLogBytes / 2;
        if ((start - nextSliceNanos < 0 && !isUrgent) || (output.isBehind() && writer.failure() == null)) {
            return;
        }
        boolean done = false;
        while (!done && System.nanoTime() - start < SLICE_NANOS) {
            done = writer.writeSome(STEPS);
        }
        if (done) {
            end(logBytes);
        } else {
            long end = System.nanoTime();
            nextSliceNanos = end + SHARE_OF_REQUESTS * (end - start);
        }
    }

    private void end(long logBytes) {
        IOException failure = writer.failure();
        writer = null;
        try (SnapshotOutput ended = output) {
            if (failure != null) {
                throw failure;
            }
            ended.commit();
            notBeforeLogBytes = minLogBytes;
            LOG.info("snapshot written in {} ms", (System.nanoTime() - begunNanos) / NANOS_PER_MILLI);
        } catch (IOException e) {
            postpone(logBytes, e);
        }
    }

    private void postpone(long logBytes, IOException cause) {
        notBeforeLogBytes = logBytes + minLogBytes / 4;
        LOG.error("the snapshot could not be written, again when the log has grown: {}", cause.getMessage(), cause);
    }

    private void put(ShardRecord record, ByteBuffer payload) throws IOException {
        output.put(encoder.encode(record), payload == null ? NO_PAYLOAD : payload);
    }
}
