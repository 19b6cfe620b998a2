package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal does. */
abstract class JournalContract {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    static final int MAX_LOG_BYTES = 256 << 10;

    final QueuedOwner owner = new QueuedOwner();
    final RecordingListener listener = new RecordingListener();
    private Journal journal;

    /** Opens what is there, or makes it. */
    abstract Journal openJournal(JournalReader reader) throws IOException;

    @AfterEach
    void closeJournal() {
        if (journal != null) {
            journal.close();
        }
    }

    private Journal open() throws IOException {
        return open(new RecordingReader());
    }

    private Journal open(JournalReader reader) throws IOException {
        closeJournal();
        journal = openJournal(reader);
        return journal;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static long append(Journal journal, String text) throws JournalFullException {
        return journal.append(bytes(text), NOTHING);
    }

    private void appendDurably(String... texts) throws Exception {
        for (String text : texts) {
            append(journal, text);
        }
        journal.flush();
        awaitDurable();
    }

    private void awaitDurable() throws InterruptedException {
        owner.runUntil(() -> journal.durableLsn() >= journal.appendedLsn());
    }

    private void snapshot(String... records) throws Exception {
        int before = listener.snapshots.size();
        try (SnapshotOutput output = journal.beginSnapshot()) {
            for (String each : records) {
                output.put(bytes(each), NOTHING);
            }
            output.commit();
        }
        owner.runUntil(() -> listener.snapshots.size() > before);
    }

    @Test
    void shouldShowNothingWhenNew() throws Exception {
        RecordingReader reader = new RecordingReader();
        assertThat(open(reader).appendedLsn()).isZero();
        assertThat(reader.log).isEmpty();
        assertThat(reader.snapshot).isEmpty();
    }

    @Test
    void shouldNumberRecordsFromOne() throws Exception {
        open();
        assertThat(append(journal, "a")).isEqualTo(1);
        assertThat(append(journal, "b")).isEqualTo(2);
        assertThat(journal.appendedLsn()).isEqualTo(2);
    }

    @Test
    void shouldShowRecordsInOrderWhenOpenedAgain() throws Exception {
        open();
        appendDurably("one", "two", "three");
        RecordingReader reader = new RecordingReader();
        assertThat(open(reader).appendedLsn()).isEqualTo(3);
        assertThat(reader.log).containsExactly("one", "two", "three");
        assertThat(reader.firstLsn).isEqualTo(1);
    }

    @Test
    void shouldJoinBothPartsAndLeaveThemAsTheyWere() throws Exception {
        open();
        ByteBuffer head = bytes("xhead").position(1);
        ByteBuffer tail = bytes("tailx").limit(4);
        journal.append(head, tail);
        assertThat(head.position()).isEqualTo(1);
        assertThat(tail.remaining()).isEqualTo(4);
        journal.flush();
        awaitDurable();
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.log).containsExactly("headtail");
    }

    @Test
    void shouldKeepItsIdAndRaiseItsEpoch() throws Exception {
        JournalIdentity first = open().identity();
        JournalIdentity second = open().identity();
        assertThat(second.logId()).isEqualTo(first.logId()).isPositive();
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(second.epoch()).isEqualTo(2);
    }

    @Test
    void shouldGoOnNumberingWhenOpenedAgain() throws Exception {
        open();
        appendDurably("one");
        open();
        appendDurably("two");
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.log).containsExactly("one", "two");
    }

    @Test
    void shouldShowSnapshotInsteadOfTheRecordsItStandsFor() throws Exception {
        open();
        appendDurably("one", "two");
        snapshot("state of one and two");
        appendDurably("three");
        RecordingReader reader = new RecordingReader();
        assertThat(open(reader).appendedLsn()).isEqualTo(3);
        assertThat(reader.snapshot).containsExactly("state of one and two");
        assertThat(reader.log).containsExactly("three");
        assertThat(reader.firstLsn).isEqualTo(3);
    }

    @Test
    void shouldGoOnWhenAllIsInTheSnapshot() throws Exception {
        open();
        appendDurably("one", "two");
        snapshot("state");
        open();
        assertThat(append(journal, "three")).isEqualTo(3);
        journal.flush();
        awaitDurable();
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.snapshot).containsExactly("state");
        assertThat(reader.log).containsExactly("three");
    }

    @Test
    void shouldKeepTheFormerStateWhenSnapshotIsAbandoned() throws Exception {
        open();
        appendDurably("one");
        snapshot("first");
        appendDurably("two");
        try (SnapshotOutput output = journal.beginSnapshot()) {
            output.put(bytes("second"), NOTHING);
            assertThat(journal.snapshotUnderWay()).isTrue();
        }
        assertThat(journal.snapshotUnderWay()).isFalse();
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.snapshot).containsExactly("first");
        assertThat(reader.log).containsExactly("two");
    }

    @Test
    void shouldKeepRecordsAppendedWhileSnapshotIsUnderWay() throws Exception {
        open();
        appendDurably("one");
        try (SnapshotOutput output = journal.beginSnapshot()) {
            append(journal, "two");
            output.put(bytes("state of one"), NOTHING);
            append(journal, "three");
            assertThat(output.lsn()).isEqualTo(1);
            output.commit();
        }
        append(journal, "four");
        journal.flush();
        owner.runUntil(() -> !journal.snapshotUnderWay());
        awaitDurable();
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.snapshot).containsExactly("state of one");
        assertThat(reader.log).containsExactly("two", "three", "four");
    }

    @Test
    void shouldRefuseASecondSnapshotMeanwhile() throws Exception {
        open();
        SnapshotOutput output = journal.beginSnapshot();
        assertThatIllegalStateException().isThrownBy(() -> journal.beginSnapshot());
        output.close();
    }

    @Test
    void shouldRefuseWhenFullAndGoOnAfterASnapshot() throws Exception {
        open();
        String large = "x".repeat(10_000);
        long refusedAt = fill(large);
        assertThat(journal.appendedLsn()).isEqualTo(refusedAt - 1);
        journal.flush();
        awaitDurable();
        snapshot("all of it");
        assertThat(append(journal, large)).isEqualTo(refusedAt);
    }

    private long fill(String text) {
        for (int i = 0; i < 1000; i++) {
            try {
                append(journal, text);
            } catch (JournalFullException e) {
                assertThat(e).hasMessageContaining(String.valueOf(MAX_LOG_BYTES));
                return i + 1L;
            }
        }
        throw new AssertionError("never full");
    }

    @Test
    void shouldRefuseEmptyAndTooLongRecords() throws Exception {
        open();
        assertThatIllegalArgumentException().isThrownBy(() -> append(journal, ""));
        ByteBuffer tooLong = ByteBuffer.allocate(journal.maxRecordBytes() + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> journal.append(tooLong, NOTHING));
    }

    @Test
    void shouldTakeTheLongestRecord() throws Exception {
        open();
        journal.append(ByteBuffer.allocate(journal.maxRecordBytes()), NOTHING);
        assertThat(journal.appendedLsn()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatItTakes() throws Exception {
        open();
        appendDurably("12345678");
        assertThat(journal.usage().logBytes()).isEqualTo(24);
        snapshot("s");
        assertThat(journal.usage().logBytes()).isZero();
        assertThat(journal.usage().snapshotBytes()).isPositive();
        assertThat(new JournalUsage(60, 40).deadShare(25)).isEqualTo(0.75);
        assertThat(new JournalUsage(0, 0).deadShare(0)).isZero();
    }

    @Test
    void shouldSurviveManyRecordsAndSnapshots() throws Exception {
        open();
        for (int round = 0; round < 5; round++) {
            String[] texts =
                    IntStream.range(0, 20).mapToObj(i -> "y".repeat(2000) + i).toArray(String[]::new);
            appendDurably(texts);
            snapshot(texts);
        }
        appendDurably("last");
        RecordingReader reader = new RecordingReader();
        open(reader);
        assertThat(reader.snapshot).hasSize(20);
        assertThat(reader.log).isEqualTo(List.of("last"));
        assertThat(reader.firstLsn).isEqualTo(101);
    }

    @Test
    void shouldRefuseCallsWhenClosed() throws Exception {
        open().close();
        assertThatThrownBy(() -> append(journal, "late")).isInstanceOf(IllegalStateException.class);
    }
}
