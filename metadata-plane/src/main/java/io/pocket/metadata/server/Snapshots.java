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
 * has taken half of the room it may take, whatever it holds. The state is written out on the owner thread, which answers nobody meanwhile.
 */
final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A log shorter than this is replayed faster than a snapshot is worth. */
    private static final long WORTH_A_SNAPSHOT_BYTES = 256L << 20;

    private final ShardState state;
    private final Journal journal;
    private final long minLogBytes;
    private final long maxLogBytes;
    private final JournalLog.RecordEncoder encoder = new JournalLog.RecordEncoder();
    private long notBeforeLogBytes;

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

    /** On the owner thread, after each loop iteration. */
    void considerAfterIteration() {
        long logBytes = journal.usage().logBytes();
        if (logBytes >= notBeforeLogBytes && isWorthIt(logBytes) && !journal.snapshotUnderWay()) {
            take(logBytes);
        }
    }

    private boolean isWorthIt(long logBytes) {
        return logBytes >= maxLogBytes || logBytes >= 2 * journal.usage().snapshotBytes();
    }

    private void take(long logBytes) {
        long start = System.nanoTime();
        try (SnapshotOutput output = journal.beginSnapshot()) {
            new SnapshotWriter(state, new ShardRules(), (record, payload) -> put(output, record, payload)).write();
            output.commit();
            notBeforeLogBytes = minLogBytes;
            LOG.info("snapshot written in {} ms", (System.nanoTime() - start) / NANOS_PER_MILLI);
        } catch (IOException e) {
            notBeforeLogBytes = logBytes + minLogBytes / 4;
            LOG.error("the snapshot could not be written, again when the log has grown: {}", e.getMessage(), e);
        }
    }

    private void put(SnapshotOutput output, ShardRecord record, ByteBuffer payload) throws IOException {
        output.put(encoder.encode(record), payload == null ? NO_PAYLOAD : payload);
    }
}
