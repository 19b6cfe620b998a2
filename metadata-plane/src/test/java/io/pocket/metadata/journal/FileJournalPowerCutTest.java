package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class FileJournalPowerCutTest extends FileJournalContract {
    private final SteppedMedium medium = new SteppedMedium();

    @Override
    Durability durability() {
        return Durability.POWER_CUT;
    }

    @Test
    void shouldNotCallARecordDurableBeforeTheMediumHasConfirmedIt() throws Exception {
        try (Journal journal = open(new RecordingReader(), medium)) {
            append(journal, "one");
            journal.flush();
            medium.awaitForce();
            assertThat(journal.durableLsn()).isZero();
            medium.permit();
            owner.runUntil(() -> listener.durableLsn == 1);
            assertThat(journal.durableLsn()).isEqualTo(1);
        }
    }

    @Test
    void shouldGatherWhatComesWhileTheMediumIsBusy() throws Exception {
        try (Journal journal = open(new RecordingReader(), medium)) {
            append(journal, "one");
            journal.flush();
            medium.awaitForce();
            for (int i = 0; i < 50; i++) {
                append(journal, "more");
                journal.flush();
            }
            medium.permit();
            medium.awaitForce();
            assertThat(journal.durableLsn()).isEqualTo(1);
            medium.permit();
            owner.runUntil(() -> listener.durableLsn == 51);
            assertThat(medium.forces).hasValue(2);
        }
    }

    @Test
    void shouldNotConfirmWhatWasNotFlushed() throws Exception {
        medium.permitAll();
        try (Journal journal = open(new RecordingReader(), medium)) {
            append(journal, "flushed");
            journal.flush();
            append(journal, "not flushed");
            owner.runUntil(() -> listener.durableLsn == 1);
            assertThat(journal.durableLsn()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeNothingMoreWhenTheMediumFails() throws Exception {
        try (Journal journal = open(new RecordingReader(), medium)) {
            append(journal, "one");
            journal.flush();
            medium.fail();
            owner.runUntil(() -> !listener.failures.isEmpty());
            assertThat(listener.failures.getFirst()).hasMessageContaining("Input/output error");
            assertThat(journal.durableLsn()).isZero();
            assertThatExceptionOfType(JournalFailedException.class).isThrownBy(() -> append(journal, "two"));
            assertThatExceptionOfType(JournalFailedException.class).isThrownBy(journal::flush);
        }
    }

    @Test
    void shouldNotInstallASnapshotThatIsAheadOfTheLog() throws Exception {
        try (Journal journal = open(new RecordingReader(), medium)) {
            append(journal, "one");
            SnapshotOutput output = journal.beginSnapshot();
            output.put(bytes("state of one"), NOTHING);
            output.commit();
            medium.awaitForce();
            assertThat(new JournalFiles(directory).snapshots()).isEmpty();
            medium.permit();
            owner.runUntil(() -> listener.snapshots.contains(1L));
            assertThat(new JournalFiles(directory).snapshots()).hasSize(1);
        }
    }
}
