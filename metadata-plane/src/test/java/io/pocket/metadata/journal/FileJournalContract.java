package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal in files does beyond the contract, under either durability. */
abstract class FileJournalContract extends JournalContract {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private static final int SEGMENT_BYTES = 64 << 10;

    @TempDir
    Path directory;

    abstract Durability durability();

    @Override
    Journal openJournal(JournalReader reader) throws IOException {
        return open(reader, new Medium.Files());
    }

    FileJournal open(JournalReader reader, Medium medium) throws IOException {
        return FileJournal.open(config(directory), owner, listener, reader, new Random(1), medium);
    }

    private JournalConfig config(Path path) {
        return JournalConfig.of(path, 3, durability()).withSegments(SEGMENT_BYTES, MAX_LOG_BYTES);
    }

    private void awaitDurable(Journal journal) throws InterruptedException {
        journal.flush();
        owner.runUntil(() -> journal.durableLsn() == journal.appendedLsn());
    }

    @Test
    void shouldNotBeOpenedByTwo() throws Exception {
        try (Journal journal = open(new RecordingReader(), new Medium.Files())) {
            assertThat(journal.identity().shardId()).isEqualTo(3);
            assertThatThrownBy(() -> openJournal(new RecordingReader()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process has");
        }
    }

    @Test
    void shouldRefuseTheDirectoryOfAnotherShard() throws Exception {
        openJournal(new RecordingReader()).close();
        JournalConfig other = JournalConfig.of(directory, 4, durability()).withSegments(SEGMENT_BYTES, MAX_LOG_BYTES);
        assertThatThrownBy(() -> FileJournal.open(other, owner, listener, new RecordingReader()))
                .hasMessageContaining("belongs to shard 3, not 4");
        openJournal(new RecordingReader()).close();
    }

    @Test
    void shouldRefuseSegmentsWithoutMeta() throws Exception {
        openJournal(new RecordingReader()).close();
        Files.delete(directory.resolve("META"));
        assertThatExceptionOfType(JournalCorruptException.class)
                .isThrownBy(() -> openJournal(new RecordingReader()))
                .withMessageContaining("META is missing");
    }

    @Test
    void shouldDeleteSegmentsThatASnapshotReplaces() throws Exception {
        try (Journal journal = openJournal(new RecordingReader())) {
            while (journal.appendedLsn() < 30) {
                append(journal, "z".repeat(5000));
            }
            awaitDurable(journal);
            assertThat(segmentFiles()).isGreaterThanOrEqualTo(3);
            SnapshotOutput output = journal.beginSnapshot();
            output.put(bytes("state"), NOTHING);
            output.commit();
            owner.runUntil(() -> !listener.snapshots.isEmpty());
        }
        assertThat(segmentFiles()).isEqualTo(1);
    }

    /** The one that is written to, and the next one, which is ready. */
    @Test
    void shouldKeepNoFullSegmentInMemory() throws Exception {
        Assumptions.assumeTrue(Files.exists(MAPS), "needs " + MAPS);
        try (Journal journal = openJournal(new RecordingReader())) {
            while (journal.appendedLsn() < 40) {
                append(journal, "z".repeat(5000));
            }
            awaitDurable(journal);
            awaitMappedSegments(2);
            assertThat(segmentFiles()).isGreaterThanOrEqualTo(4);
        }
        RecordingReader reader = new RecordingReader();
        try (Journal journal = openJournal(reader)) {
            assertThat(reader.log).hasSize((int) journal.appendedLsn());
            awaitMappedSegments(2);
        }
    }

    private void awaitMappedSegments(int most) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (mappedSegments() > most) {
            assertThat(System.nanoTime() - deadline)
                    .as("mapped segments: " + mappedSegments())
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    private long mappedSegments() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains(directory + "/segment-")).count();
        }
    }

    private long segmentFiles() throws IOException {
        return new JournalFiles(directory).segments().size();
    }

    @Test
    void shouldForgetTheTornEndAndNotTakeWhatLiesBehindItForNewRecords() throws Exception {
        try (Journal journal = openJournal(new RecordingReader())) {
            append(journal, "first..");
            append(journal, "second.");
            append(journal, "third..");
        }
        // As if a crash had torn the second record while the third was on the medium already, and nothing acknowledged.
        Path segment = new JournalFiles(directory).segment(1);
        byte[] content = Files.readAllBytes(segment);
        content[SegmentHeader.LENGTH + 24 + RecordFormat.HEADER_LENGTH] ^= 1;
        content[48] = 0;
        Files.write(segment, content);
        RecordingReader torn = new RecordingReader();
        try (Journal journal = openJournal(torn)) {
            assertThat(torn.log).containsExactly("first..");
            append(journal, "2nd....");
        }
        RecordingReader reader = new RecordingReader();
        openJournal(reader).close();
        assertThat(reader.log).containsExactly("first..", "2nd....");
    }

    @Test
    void shouldSayThatItIsFullWhenTheMediumIs() throws Exception {
        LimitedMedium medium = new LimitedMedium(2L * SEGMENT_BYTES);
        try (Journal journal = open(new RecordingReader(), medium)) {
            assertThatExceptionOfType(JournalFullException.class)
                    .isThrownBy(() -> appendUntilFull(journal))
                    .withMessageContaining("No space left");
            long last = journal.appendedLsn();
            assertThatExceptionOfType(JournalFullException.class).isThrownBy(() -> append(journal, "x".repeat(9_000)));
            assertThat(journal.appendedLsn()).isEqualTo(last);
            append(journal, "small ones may still fit");
            awaitDurable(journal);
        }
        RecordingReader reader = new RecordingReader();
        openJournal(reader).close();
        assertThat(reader.log).endsWith("small ones may still fit");
    }

    @Test
    void shouldGoOnWhenTheMediumHasRoomAgain() throws Exception {
        LimitedMedium medium = new LimitedMedium(2L * SEGMENT_BYTES);
        try (Journal journal = open(new RecordingReader(), medium)) {
            assertThatExceptionOfType(JournalFullException.class).isThrownBy(() -> appendUntilFull(journal));
            medium.add(SEGMENT_BYTES);
            long last = journal.appendedLsn();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (journal.appendedLsn() == last && System.nanoTime() < end) {
                tryAppend(journal);
            }
            assertThat(journal.appendedLsn()).isEqualTo(last + 1);
        }
    }

    private static void appendUntilFull(Journal journal) throws JournalFullException {
        while (true) {
            append(journal, "x".repeat(9_000));
        }
    }

    private static void tryAppend(Journal journal) {
        try {
            append(journal, "x".repeat(9_000));
        } catch (JournalFullException e) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldNotDieOfAFullTmpfs() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("tmpfs"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", mount.toString()) == 0,
                "mounting a tmpfs is not permitted here");
        try {
            JournalConfig config = config(mount);
            try (Journal journal = FileJournal.open(config, owner, listener, new RecordingReader())) {
                assertThatExceptionOfType(JournalFullException.class).isThrownBy(() -> appendUntilFull(journal));
                awaitDurable(journal);
            }
            RecordingReader reader = new RecordingReader();
            FileJournal.open(config, owner, listener, reader).close();
            assertThat(reader.log).hasSizeGreaterThan(10);
        } finally {
            assertThat(run("umount", mount.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void shouldLoseNothingAcknowledgedWhenKilled() throws Exception {
        long acknowledged = killWriterAfter(3_000);
        RecordingReader reader = new RecordingReader();
        JournalConfig config = JournalKillWriter.config(directory, durability());
        FileJournal.open(config, owner, listener, reader).close();
        long lastLsn = reader.firstLsn + reader.log.size() - 1;
        assertThat(lastLsn).isGreaterThanOrEqualTo(acknowledged);
        for (int i = 0; i < reader.log.size(); i++) {
            assertThat(reader.log.get(i)).isEqualTo(JournalKillWriter.record(reader.firstLsn + i));
        }
    }

    /** Starts the writer, kills it after it has acknowledged this many records, and returns the last acknowledged one. */
    private long killWriterAfter(long records) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalKillWriter.class.getName(),
                        directory.toString(),
                        durability().name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long acknowledged = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Long.parseLong(line);
                if (acknowledged >= records && process.isAlive()) {
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(acknowledged).isGreaterThanOrEqualTo(records);
            return acknowledged;
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
