package io.pocket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every index log does. Subclasses supply the log. */
public abstract class IndexLogContract {

    /** Slots that {@link #newLog} must have. */
    protected static final int SLOTS = 1_000;

    /** Incarnation that {@link #newLog} must have. */
    protected static final long INCARNATION = 77;

    /** A recorded chunk as the log tells it. */
    protected record Entry(int slot, long uploadId, int sequence, long job, long extent, int lengthBytes) {}

    private IndexLog log;

    /** An empty log. */
    protected abstract IndexLog newLog() throws IOException;

    /** The log as a new process finds it. */
    protected abstract IndexLog reopened(IndexLog former) throws IOException;

    /** Everything a log tells. */
    protected static List<Entry> entries(IndexLog log) {
        List<Entry> entries = new ArrayList<>();
        int damaged = log.recover((slot, uploadId, sequence, job, extent, lengthBytes) ->
                entries.add(new Entry(slot, uploadId, sequence, job, extent, lengthBytes)));
        assertThat(damaged).isZero();
        return entries;
    }

    @BeforeEach
    void openLog() throws IOException {
        log = newLog();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldStartEmpty() {
        assertThat(log.slots()).isEqualTo(SLOTS);
        assertThat(log.incarnation()).isEqualTo(INCARNATION);
        assertThat(entries(log)).isEmpty();
    }

    @Test
    void shouldTellWhatWasPutInOrderOfSlots() throws IOException {
        log.put(SLOTS - 1, -1, -2, 3, 1L << 40, 5);
        log.put(0, 1, 2, Long.MIN_VALUE, 0, Integer.MAX_VALUE);
        log = reopened(log);
        assertThat(entries(log))
                .containsExactly(
                        new Entry(0, 1, 2, Long.MIN_VALUE, 0, Integer.MAX_VALUE),
                        new Entry(SLOTS - 1, -1, -2, 3, 1L << 40, 5));
        assertThat(log.incarnation()).isEqualTo(INCARNATION);
    }

    @Test
    void shouldForgetWhatWasCleared() throws IOException {
        log.put(3, 1, 1, 1, 0, 5);
        log.put(4, 1, 2, 1, 1024, 5);
        log.clear(3);
        log.clear(9);
        log = reopened(log);
        assertThat(entries(log)).containsExactly(new Entry(4, 1, 2, 1, 1024, 5));
        log.put(3, 7, 7, 7, 4096, 7);
        assertThat(entries(log)).contains(new Entry(3, 7, 7, 7, 4096, 7));
    }
}
