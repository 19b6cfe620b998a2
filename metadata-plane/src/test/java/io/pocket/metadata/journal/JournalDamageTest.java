package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages a journal at every place that holds something, and looks at what comes back: the records that were written, or the
 * first of them, or a refusal; never a record that was not written, and never fewer than were acknowledged.
 */
class JournalDamageTest {
    private static final int SEGMENT_BYTES = 64 << 10;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private final List<String> written = new ArrayList<>();
    private final Map<Path, byte[]> intact = new TreeMap<>();
    private final QueuedOwner owner = new QueuedOwner();
    private int snapshotLsn;
    private int recovered;
    private int refused;

    private Journal open(Durability durability) throws IOException {
        JournalConfig config = JournalConfig.of(directory, 1, durability).withSegments(SEGMENT_BYTES, 1 << 20);
        return FileJournal.open(config, owner, new RecordingListener(), new RecordingReader());
    }

    private void append(Journal journal, int lengthBytes, int count) throws JournalFullException {
        for (int i = 0; i < count; i++) {
            written.add(written.size() + " " + "r".repeat(lengthBytes + written.size() % 13));
            JournalContract.append(journal, written.getLast());
        }
    }

    private void snapshot(Journal journal) throws Exception {
        try (SnapshotOutput output = journal.beginSnapshot()) {
            for (String record : written) {
                output.put(JournalContract.bytes(record), JournalContract.NOTHING);
            }
            output.commit();
        }
        snapshotLsn = written.size();
        owner.runUntil(() -> !journal.snapshotUnderWay());
    }

    private void keepIntact() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                intact.put(file, Files.readAllBytes(file));
            }
        }
    }

    private void restore() throws IOException {
        for (Map.Entry<Path, byte[]> file : intact.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }

    /** Recovers with one file replaced, checks what comes back, and says how many records that were; -1 when refused. */
    private int recoverWith(Path file, byte[] damaged, String what) throws IOException {
        Files.write(file, damaged);
        RecordingReader reader = new RecordingReader();
        JournalFiles files = new JournalFiles(directory);
        int records = -1;
        try {
            JournalRecovery recovery = new JournalRecovery(files, MetaFile.read(files.meta()), reader);
            recovery.run();
            recovery.segments().forEach(Segment::close);
            records = assertPrefix(reader, what);
            recovered++;
        } catch (JournalCorruptException e) {
            assertThat(e.getMessage()).as(what).contains("Restore the directory");
            refused++;
        }
        restore();
        return records;
    }

    private int assertPrefix(RecordingReader reader, String what) {
        List<String> all = new ArrayList<>(reader.snapshot);
        all.addAll(reader.log);
        assertThat(all).as(what).isEqualTo(written.subList(0, all.size()));
        assertThat(all.size()).as(what).isGreaterThanOrEqualTo(snapshotLsn);
        return all.size();
    }

    private void flipAndTruncateAt(Path file, int position) throws IOException {
        byte[] content = intact.get(file);
        byte[] flipped = content.clone();
        flipped[position] ^= (byte) (1 << (position % 8));
        recoverWith(file, flipped, file.getFileName() + " flipped at " + position);
        byte[] zeroed = content.clone();
        zeroed[position] = 0;
        recoverWith(file, zeroed, file.getFileName() + " zeroed at " + position);
        byte[] truncated = new byte[position];
        System.arraycopy(content, 0, truncated, 0, position);
        recoverWith(file, truncated, file.getFileName() + " truncated at " + position);
    }

    private void damageEverywhere(Path file, int upTo) throws IOException {
        for (int position = 0; position < upTo; position++) {
            flipAndTruncateAt(file, position);
        }
    }

    @Test
    void shouldRecoverAPrefixOrRefuseWhateverByteOfASmallLogIsDamaged() throws Exception {
        try (Journal journal = open(Durability.PROCESS_CRASH)) {
            append(journal, 5, 4);
            snapshot(journal);
            append(journal, 5, 12);
        }
        keepIntact();
        JournalFiles files = new JournalFiles(directory);
        damageEverywhere(files.segment(1), SegmentHeader.LENGTH + 17 * 48);
        Path snapshot = files.snapshot(4);
        damageEverywhere(snapshot, intact.get(snapshot).length);
        damageEverywhere(files.meta(), intact.get(files.meta()).length);
        assertThat(recovered).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void shouldRefuseDamageInAnySegmentButTheLast() throws Exception {
        try (Journal journal = open(Durability.PROCESS_CRASH)) {
            append(journal, 3_000, 50);
        }
        keepIntact();
        JournalFiles files = new JournalFiles(directory);
        assertThat(files.segments().size()).isGreaterThanOrEqualTo(3);
        Random random = new Random(4711);
        for (int i = 0; i < 100; i++) {
            int position = SegmentHeader.LENGTH + random.nextInt(50_000);
            byte[] flipped = intact.get(files.segment(1)).clone();
            flipped[position] ^= 0x10;
            // Nothing is lost when the byte is padding.
            assertThat(recoverWith(files.segment(1), flipped, "flipped at " + position))
                    .isIn(-1, written.size());
        }
        assertThat(refused).isGreaterThan(90);
    }

    @Test
    void shouldRefuseDamageToWhatWasConfirmedToBeOnTheMedium() throws Exception {
        try (Journal journal = open(Durability.POWER_CUT)) {
            append(journal, 100, 20);
            journal.flush();
            owner.runUntil(() -> journal.durableLsn() == 20);
        }
        keepIntact();
        Path segment = new JournalFiles(directory).segment(1);
        byte[] flipped = intact.get(segment).clone();
        flipped[SegmentHeader.LENGTH + 20] ^= 1;
        recoverWith(segment, flipped, "first record");
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void shouldTakeTheFormerSnapshotWhenTheNewestIsDamagedAndItsLogIsStillThere() throws Exception {
        try (Journal journal = open(Durability.PROCESS_CRASH)) {
            append(journal, 10, 5);
            snapshot(journal);
            append(journal, 10, 5);
        }
        keepIntact();
        JournalFiles files = new JournalFiles(directory);
        byte[] damaged = intact.get(files.snapshot(5)).clone();
        damaged[SnapshotFormat.HEADER_LENGTH + 3] ^= 1;
        Files.write(files.snapshot(9), damaged);
        RecordingReader reader = new RecordingReader();
        JournalRecovery recovery = new JournalRecovery(files, MetaFile.read(files.meta()), reader);
        recovery.run();
        recovery.segments().forEach(Segment::close);
        assertPrefix(reader, "former snapshot");
        assertThat(reader.log).hasSize(5);
    }

    @Test
    void shouldRecoverFromACrashAtAnyStepOfASnapshot() throws Exception {
        try (Journal journal = open(Durability.PROCESS_CRASH)) {
            append(journal, 3_000, 10);
            snapshot(journal);
            append(journal, 3_000, 50);
            keepIntact();
            snapshot(journal);
        }
        JournalFiles files = new JournalFiles(directory);
        byte[] newest = Files.readAllBytes(files.snapshot(60));
        int oldSegments = (int) intact.keySet().stream()
                .filter(file -> file.getFileName().toString().startsWith("segment"))
                .count();
        assertThat(oldSegments).isGreaterThan(2);

        restore();
        Files.delete(files.snapshot(60));
        Files.write(JournalFiles.temporary(files.snapshot(60)), Arrays.copyOf(newest, newest.length / 2));
        assertThat(reopenedSnapshotSize()).as("while it was written").isEqualTo(10);

        for (int deleted = 0; deleted < 3; deleted++) {
            restore();
            Files.write(files.snapshot(60), newest);
            for (Path gone : files.segments().values().stream().limit(deleted).toList()) {
                Files.delete(gone);
            }
            assertThat(reopenedSnapshotSize())
                    .as("after " + deleted + " segments were deleted")
                    .isEqualTo(60);
            assertThat(files.snapshots()).hasSize(1);
        }
    }

    private int reopenedSnapshotSize() throws IOException {
        RecordingReader reader = new RecordingReader();
        JournalConfig config =
                JournalConfig.of(directory, 1, Durability.PROCESS_CRASH).withSegments(SEGMENT_BYTES, 1 << 20);
        FileJournal.open(config, owner, new RecordingListener(), reader).close();
        List<String> all = new ArrayList<>(reader.snapshot);
        all.addAll(reader.log);
        assertThat(all).isEqualTo(written);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
        return reader.snapshot.size();
    }
}
