package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
    private MemoryJournal former;

    @Override
    Journal openJournal(JournalReader reader) throws IOException {
        former = former == null ? create(Durability.POWER_CUT) : former.reopen(owner, listener, reader);
        return former;
    }

    private MemoryJournal create(Durability durability) {
        return MemoryJournal.create(7, 1, durability, MAX_LOG_BYTES, owner, listener);
    }

    @Test
    void shouldLoseWhatWasNotConfirmedAtAPowerCut() throws Exception {
        MemoryJournal journal = create(Durability.POWER_CUT);
        append(journal, "kept");
        journal.flush();
        owner.runUntil(() -> listener.durableLsn == 1);
        append(journal, "lost");
        journal.flush();
        journal.crash();
        RecordingReader reader = new RecordingReader();
        MemoryJournal reopened = journal.reopen(owner, listener, reader);
        assertThat(reader.log).containsExactly("kept");
        assertThat(reopened.appendedLsn()).isEqualTo(1);
    }

    @Test
    void shouldLoseNothingWhenOnlyTheProcessEnds() throws Exception {
        MemoryJournal journal = create(Durability.PROCESS_CRASH);
        append(journal, "kept");
        journal.crash();
        RecordingReader reader = new RecordingReader();
        journal.reopen(owner, listener, reader);
        assertThat(reader.log).containsExactly("kept");
    }

    @Test
    void shouldTellNothingAfterACrash() throws Exception {
        MemoryJournal journal = create(Durability.POWER_CUT);
        append(journal, "lost");
        journal.flush();
        SnapshotOutput output = journal.beginSnapshot();
        output.commit();
        journal.crash();
        owner.execute(() -> listener.snapshots.add(-1L));
        owner.runUntil(() -> !listener.snapshots.isEmpty());
        assertThat(listener.snapshots).containsExactly(-1L);
        assertThat(listener.durableLsn).isZero();
    }

    @Test
    void shouldNotBeOpenedTwice() {
        MemoryJournal journal = create(Durability.POWER_CUT);
        assertThatIllegalStateException().isThrownBy(() -> journal.reopen(owner, listener, new RecordingReader()));
    }
}
