package io.pocket.metadata.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pocket.metadata.core.ShardLog.LogFullException;
import io.pocket.metadata.core.ShardRules;
import io.pocket.metadata.core.ShardState;
import io.pocket.metadata.core.SnapshotWriter;
import io.pocket.metadata.core.table.HeapRecordMemory;
import io.pocket.metadata.journal.Durability;
import io.pocket.metadata.journal.FileJournal;
import io.pocket.metadata.journal.Journal;
import io.pocket.metadata.journal.JournalConfig;
import io.pocket.metadata.journal.JournalListener;
import io.pocket.metadata.record.Committed;
import io.pocket.metadata.record.JobStored;
import io.pocket.metadata.record.ObjectImage;
import io.pocket.metadata.record.ShardRecord;
import io.pocket.metadata.record.Started;
import io.pocket.metadata.record.UploadOpened;
import io.pocket.protocol.ObjectName;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.JobPut;
import io.pocket.protocol.message.Mutation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotsTest {
    private static final int SHARD = 1;
    private static final long JOB = 7;
    private static final long UPLOAD = UploadId.of(SHARD, (1L << 24) + 1);
    private static final int SEGMENT_BYTES = 64 << 10;
    private static final int OVERWRITES = 5_000;
    private static final long DEADLINE_SECONDS = 30;

    @TempDir
    private Path dir;

    private final BlockingQueue<Runnable> owner = new LinkedBlockingQueue<>();
    private final List<Long> installed = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldReplaceALogOfDeadRecordsAndRecoverTheSameState(Durability durability) throws Exception {
        ShardState state = newState();
        String written;
        try (Journal journal = open(durability, state)) {
            overwriteOneName(state, journal);
            long before = journal.usage().logBytes();
            takeSnapshot(state, journal);
            runUntilInstalled();
            assertThat(journal.usage().logBytes()).isLessThan(before / 100);
            written = describe(state);
        }

        ShardState recovered = newState();
        open(durability, recovered).close();

        assertThat(describe(recovered)).isEqualTo(written);
    }

    private static void takeSnapshot(ShardState state, Journal journal) {
        Snapshots snapshots = new Snapshots(state, journal, 4 * SEGMENT_BYTES);
        snapshots.considerAfterIteration();
        assertThat(snapshots.isUnderWay()).isTrue();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (snapshots.isUnderWay()) {
            assertThat(System.nanoTime() - deadline).as("it is written in time").isNegative();
            snapshots.considerAfterIteration();
        }
    }

    @Test
    void shouldLeaveAShortLogAlone() throws Exception {
        ShardState state = newState();
        try (Journal journal = open(Durability.PROCESS_CRASH, state)) {
            overwriteOneName(state, journal);

            new Snapshots(state, journal, 1L << 40).considerAfterIteration();

            assertThat(journal.snapshotUnderWay()).isFalse();
        }
    }

    private static ShardState newState() {
        return new ShardState(SHARD, HeapRecordMemory.of(64 << 20), new SlabInlineStore(1 << 20));
    }

    private Journal open(Durability durability, ShardState state) throws IOException {
        JournalConfig config = JournalConfig.of(dir, SHARD, durability).withSegments(SEGMENT_BYTES, 256L << 20);
        return FileJournal.open(config, owner::add, new Listener(), new StateRecovery(state));
    }

    private static void overwriteOneName(ShardState state, Journal journal) throws LogFullException {
        JournalLog log = new JournalLog(journal);
        write(state, log, new Started(0, 1), null);
        write(state, log, new JobStored(0, new JobPut(JOB, "job", 0, 0, 0, 0, 0, List.of(), WeightMap.EMPTY)), null);
        write(state, log, new UploadOpened(0, UPLOAD, JOB), null);
        for (int i = 1; i <= OVERWRITES; i++) {
            ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(0, i);
            ObjectImage image = new ObjectImage(i, 100, 0, 0, 0, 100, List.of());
            Mutation mutation = new Mutation(UPLOAD, i, i, 0);
            write(state, log, new Committed(i, mutation, JOB, ObjectName.of("b/a"), image), bytes);
        }
    }

    private static void write(ShardState state, JournalLog log, ShardRecord record, ByteBuffer payload)
            throws LogFullException {
        log.append(record, payload);
        state.apply(record, payload);
    }

    private static String describe(ShardState state) throws IOException {
        StringBuilder text = new StringBuilder();
        new SnapshotWriter(
                        state,
                        new ShardRules(),
                        (record, payload) -> text.append(record)
                                .append(payload == null ? "" : hex(payload))
                                .append('\n'))
                .write();
        return text.toString();
    }

    private static String hex(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The journal's helper threads hand what they have to say to the owner's executor, which is this thread. */
    private void runUntilInstalled() throws InterruptedException {
        while (installed.isEmpty()) {
            Runnable told = owner.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(told).as("the snapshot is installed in time").isNotNull();
            told.run();
        }
    }

    private final class Listener implements JournalListener {
        @Override
        public void onDurable(long lsn) {
            // Nobody waits for it here.
        }

        @Override
        public void onSnapshot(long lsn) {
            installed.add(lsn);
        }

        @Override
        public void onSnapshotFailed(IOException cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onFailure(IOException cause) {
            throw new AssertionError(cause);
        }
    }
}
