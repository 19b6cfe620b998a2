package io.pocket.metadata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a journal showed when it was opened, as texts. */
final class RecordingReader implements JournalReader {
    final List<String> snapshot = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    long firstLsn;

    @Override
    public void onSnapshotRecord(ByteBuffer record) {
        snapshot.add(text(record));
    }

    @Override
    public void onRecord(long lsn, ByteBuffer record) {
        if (log.isEmpty()) {
            firstLsn = lsn;
        }
        assertThat(lsn).isEqualTo(firstLsn + log.size());
        log.add(text(record));
    }

    private static String text(ByteBuffer record) {
        return StandardCharsets.ISO_8859_1.decode(record.duplicate()).toString();
    }
}
